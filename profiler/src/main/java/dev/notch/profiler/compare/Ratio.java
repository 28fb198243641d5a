package dev.notch.profiler.compare;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One network's quiet time divided by another's, with its 95 % interval: rounds are drawn anew with
 * replacement, the same for both networks, since what disturbs a round disturbs both (paired
 * bootstrap, percentile interval; Efron and Tibshirani 1993, chapter 13).
 */
public record Ratio(double value, double low, double high) {
  private static final int RESAMPLES = 1000;
  private static final double TAIL = 0.025;

  /**
   * @throws IllegalArgumentException if the two were not measured in the same rounds
   */
  public static Ratio of(Visits above, Visits below, long seed) {
    int rounds = above.micros().length;
    if (rounds != below.micros().length) {
      throw new IllegalArgumentException(
          "a ratio needs equally many rounds, got " + rounds + " and " + below.micros().length);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] resampled = new double[RESAMPLES];
    Arrays.setAll(
        resampled,
        i -> {
          int[] drawn = random.ints(rounds, 0, rounds).toArray();
          return above.quietMs(drawn) / below.quietMs(drawn);
        });
    Arrays.sort(resampled);
    double value = above.timing().quietMs() / below.timing().quietMs();
    int low = (int) Math.floor(TAIL * RESAMPLES);
    return new Ratio(
        value, Math.min(value, resampled[low]), Math.max(value, resampled[RESAMPLES - 1 - low]));
  }

  /** The other network's time divided by this one's. */
  public Ratio inverse() {
    return new Ratio(1 / value, 1 / high, 1 / low);
  }
}
