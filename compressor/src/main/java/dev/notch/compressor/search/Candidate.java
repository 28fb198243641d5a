package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;

/**
 * A plan that the search proposes.
 *
 * @param predictedMs predicted, not measured
 * @param estimatedAccuracy 0 to 1, before retraining; orders plans, promises nothing
 */
public record Candidate(
    WidthPlan plan, double predictedMs, double estimatedAccuracy, long macs, long parameters) {

  /** Its cost under an objective: ms, MACs or parameters. */
  public double cost(Objective objective) {
    return switch (objective) {
      case TIME -> predictedMs;
      case MACS -> macs;
      case PARAMS -> parameters;
    };
  }
}
