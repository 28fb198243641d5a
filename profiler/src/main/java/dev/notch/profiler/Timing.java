package dev.notch.profiler;

import java.util.Arrays;

/**
 * The statistics of repeated runs of one thing, in milliseconds.
 *
 * @param quietMs the quantile {@value #QUIET_SHARE} of all runs: what trains the timing model, is
 *     predicted and judges budgets
 * @param samples number of runs
 */
public record Timing(double quietMs, double minMs, double medianMs, double p90Ms, int samples) {
  /** Low enough that slow phases do not count, high enough that a lucky run does not. */
  public static final double QUIET_SHARE = 0.15;

  private static final double MICROS_PER_MILLI = 1000;

  public Timing {
    if (samples < 1 || !(minMs >= 0) || !Double.isFinite(p90Ms)) {
      throw new IllegalArgumentException(
          "a timing needs finite runs, had " + samples + " from " + minMs + " to " + p90Ms);
    }
  }

  /**
   * @throws IllegalArgumentException if there is no run, or one is negative or not a number
   */
  public static Timing ofMicros(double[] runs) {
    double[] sorted = runs.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a timing needs at least one run");
    }
    return new Timing(
        Quantiles.ofSorted(sorted, sorted.length, QUIET_SHARE) / MICROS_PER_MILLI,
        sorted[0] / MICROS_PER_MILLI,
        Quantiles.ofSorted(sorted, sorted.length, 0.5) / MICROS_PER_MILLI,
        Quantiles.ofSorted(sorted, sorted.length, 0.9) / MICROS_PER_MILLI,
        sorted.length);
  }
}
