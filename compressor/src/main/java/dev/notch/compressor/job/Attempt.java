package dev.notch.compressor.job;

import dev.notch.compressor.guard.Finding;
import dev.notch.compressor.guard.Verdict;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.WidthPlan;
import java.util.Optional;

/**
 * A plan that was cut, retrained, judged and measured.
 *
 * @param ratio its cost divided by the baseline's, measured after retraining if it is a time
 * @param allowed the ratio that was asked for, by the clock of that measurement
 */
record Attempt(
    Choice choice,
    WidthPlan plan,
    Network network,
    Weights weights,
    Finding finding,
    Race race,
    double ratio,
    double allowed) {

  /** Validation accuracy, where pictures have classes. */
  Optional<Double> validation() {
    return finding instanceof Verdict verdict ? Optional.of(verdict.result()) : Optional.empty();
  }

  boolean withinBudget() {
    return ratio <= allowed * Budget.TOLERANCE;
  }

  boolean guardFailed() {
    return finding.outcome() == Verdict.Outcome.FAILED;
  }

  Step step() {
    return new Step(ratio, allowed, guardFailed(), choice.withinBudget() && !withinBudget());
  }

  /**
   * What the next attempt depends on.
   *
   * @param slipped whether the plan was within the budget when it was chosen, but no longer is
   */
  record Step(double ratio, double allowed, boolean guardFailed, boolean slipped) {}
}
