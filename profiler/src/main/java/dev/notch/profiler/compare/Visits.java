package dev.notch.profiler.compare;

import dev.notch.profiler.Timing;
import java.util.Arrays;

/**
 * The runs of one network, round by round.
 *
 * @param micros round x run, microseconds
 */
public record Visits(double[][] micros) {

  public Visits {
    if (micros.length < 2) {
      throw new IllegalArgumentException("visits need at least two rounds, had " + micros.length);
    }
  }

  /** All rounds together. */
  public Timing timing() {
    return Timing.ofMicros(Arrays.stream(micros).flatMapToDouble(Arrays::stream).toArray());
  }

  /** Some rounds, any of them repeatedly; in milliseconds. */
  double quietMs(int[] rounds) {
    return Timing.ofMicros(
            Arrays.stream(rounds)
                .mapToObj(r -> micros[r])
                .flatMapToDouble(Arrays::stream)
                .toArray())
        .quietMs();
  }

  /** By how much two halves of the rounds disagree, relatively: every other round is a half. */
  public double noiseFloor() {
    double even = half(0);
    double odd = half(1);
    return Math.abs(even - odd) / ((even + odd) / 2);
  }

  private double half(int first) {
    int[] rounds = new int[(micros.length - first + 1) / 2];
    Arrays.setAll(rounds, i -> first + 2 * i);
    return quietMs(rounds);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Visits that && Arrays.deepEquals(micros, that.micros);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(micros);
  }

  @Override
  public String toString() {
    return "Visits of " + micros.length + " rounds";
  }
}
