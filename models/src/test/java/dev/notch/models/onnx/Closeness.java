package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds what two runtimes put out against each other. */
public final class Closeness {
  /** Outputs below this count as nothing. */
  private static final double LEAST = 1e-6;

  private Closeness() {}

  /**
   * The values are finite and as many, and the largest difference is below {@code tolerance} times
   * the largest value.
   */
  public static void assertClose(float[] actual, float[] expected, double tolerance, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double largest = LEAST;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
      assertThat(Float.isFinite(actual[i])).as(what + " is finite").isTrue();
    }
    assertThat(difference / largest).as(what).isLessThan(tolerance);
  }
}
