package dev.notch.compressor.job;

import dev.notch.compressor.job.Attempt.Step;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where to look after an attempt. If the guard failed, half the way back to the baseline in ratio;
 * once a plan has passed after such a failure, half the way in ratio between the two, so that the
 * result is not slower than the guard demands. If a plan that the guard passed turns out slower
 * than when it was chosen, its prediction is corrected by as much.
 */
final class BackOff {
  /** Plans nearer to each other than this, in ratio, are not worth another retraining. */
  private static final double WORTH_TRYING = 1.15;

  private BackOff() {}

  /**
   * The fraction of the baseline's cost to try next, or nothing if the search is over.
   *
   * @param steps all attempts so far, at least one
   * @param asked the fraction that the last of them was asked for
   */
  static OptionalDouble next(List<Step> steps, double asked) {
    Step last = steps.get(steps.size() - 1);
    double tooFast =
        steps.stream().filter(Step::guardFailed).mapToDouble(Step::ratio).max().orElse(0);
    double passed =
        steps.stream().filter(s -> !s.guardFailed()).mapToDouble(Step::ratio).min().orElse(1);
    if (tooFast == 0) {
      return last.slipped()
          ? OptionalDouble.of(asked * last.allowed() / last.ratio())
          : OptionalDouble.empty();
    }
    double next = Math.sqrt(Math.max(tooFast, last.guardFailed() ? asked : tooFast) * passed);
    return passed / next < Math.sqrt(WORTH_TRYING)
        ? OptionalDouble.empty()
        : OptionalDouble.of(next);
  }
}
