package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;
import java.util.Arrays;

/**
 * Estimates a plan's accuracy from one loss per group. Losses add up on the logit scale between
 * chance and certainty: {@code accuracy = chance + (1 - chance) * sigmoid(logit(baseline) - sum of
 * losses)}, so that many small losses add up, and no sum falls below chance. The estimate orders
 * plans before retraining; it is no promise of what retraining reaches.
 */
public final class AccuracyEstimate {
  /** Keeps the logit of a perfect or a chance-level baseline finite. */
  private static final double EDGE = 1e-3;

  private final double chance;
  private final double baselineLogit;
  private final double[][] losses;

  /**
   * @param baseline accuracy with all channels, 0 to 1
   * @param classes of the data set
   * @param losses of group g at width w at {@code [g][w]}, w from 0 to the original width; zero at
   *     the original width, never growing with the width
   */
  public AccuracyEstimate(double baseline, int classes, double[][] losses) {
    if (!(baseline >= 0 && baseline <= 1) || classes < 2) {
      throw new IllegalArgumentException(
          "baseline accuracy must be within [0, 1] of at least two classes, was "
              + baseline
              + " of "
              + classes);
    }
    this.chance = 1.0 / classes;
    double share = (baseline - chance) / (1 - chance);
    double kept = Math.min(1 - EDGE, Math.max(EDGE, share));
    this.baselineLogit = Math.log(kept / (1 - kept));
    this.losses = Arrays.stream(losses).map(double[]::clone).toArray(double[][]::new);
    for (int group = 0; group < losses.length; group++) {
      verify(group);
    }
  }

  private void verify(int group) {
    double[] loss = losses[group];
    if (loss[loss.length - 1] != 0) {
      throw new IllegalArgumentException(
          "group " + group + " must lose nothing at its original width " + (loss.length - 1));
    }
    for (int width = 1; width < loss.length; width++) {
      if (!(loss[width] <= loss[width - 1])) {
        throw new IllegalArgumentException(
            "group " + group + " loses more at width " + width + " than at " + (width - 1));
      }
    }
  }

  public int groups() {
    return losses.length;
  }

  /** What cutting one group to this width costs, in logits; zero at its original width. */
  public double loss(int group, int width) {
    return losses[group][width];
  }

  /** What a choice on an axis costs all of its groups, in logits. */
  double loss(Axis axis, int choice) {
    double sum = 0;
    for (int i = 0; i < axis.groups().length; i++) {
      sum += losses[axis.groups()[i]][axis.choices()[choice][i]];
    }
    return sum;
  }

  /** The estimated accuracy of a plan, 0 to 1. */
  public double of(WidthPlan plan) {
    double sum = 0;
    for (int group = 0; group < losses.length; group++) {
      sum += losses[group][plan.width(group)];
    }
    return chance + (1 - chance) / (1 + Math.exp(sum - baselineLogit));
  }
}
