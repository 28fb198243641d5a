package dev.notch.profiler.repeat;

import java.util.Arrays;

/**
 * How far two measurements of the same things are apart, in percent of the second.
 *
 * @param n things measured twice
 * @param mean of the differences, signs left out
 * @param median of the same
 * @param p90 what nine of ten are below
 * @param max the largest
 * @param shift the median of the differences with their signs: positive if the second profile was
 *     the faster one
 */
public record Spread(int n, double mean, double median, double p90, double max, double shift) {
  private static final double PERCENT = 100;

  /**
   * @param pairs first and second time of each thing, both positive; at least one
   */
  static Spread of(double[][] pairs) {
    if (pairs.length == 0) {
      throw new IllegalArgumentException("a spread needs something that was measured twice");
    }
    double[] signed = Arrays.stream(pairs).mapToDouble(Spread::percent).sorted().toArray();
    double[] sizes = Arrays.stream(signed).map(Math::abs).sorted().toArray();
    return new Spread(
        sizes.length,
        Arrays.stream(sizes).average().orElseThrow(),
        quantile(sizes, 0.5),
        quantile(sizes, 0.9),
        sizes[sizes.length - 1],
        quantile(signed, 0.5));
  }

  private static double percent(double[] pair) {
    if (!(pair[0] > 0) || !(pair[1] > 0)) {
      throw new IllegalArgumentException(
          "measured times are positive, not " + pair[0] + " and " + pair[1]);
    }
    return PERCENT * (pair[0] / pair[1] - 1);
  }

  /** Interpolated between neighbours. */
  private static double quantile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
