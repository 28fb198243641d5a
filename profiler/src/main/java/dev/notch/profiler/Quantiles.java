package dev.notch.profiler;

import java.util.Arrays;

/** Quantiles of times, interpolated between neighbours. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * A quantile of values in any order.
   *
   * @param share from 0, the smallest, to 1, the largest
   * @throws IllegalArgumentException if there is no value, or no such share
   */
  public static double of(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, sorted.length, share);
  }

  /** The same of the first {@code length} values, which rise. */
  static double ofSorted(double[] sorted, int length, double share) {
    if (length < 1 || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a quantile needs values and a share from 0 to 1, had " + length + " and " + share);
    }
    double position = share * (length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
