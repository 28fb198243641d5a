package dev.notch.compressor.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LossCurveTest {

  @Test
  void goesThroughMonotonePointsAndStraightBetweenThemInHalvings() {
    LossCurve curve = LossCurve.of(Map.of(0.5, 1.0, 0.25, 3.0));

    assertThat(curve.at(1)).isZero();
    assertThat(curve.at(0.5)).isCloseTo(1, within(1e-12));
    assertThat(curve.at(Math.sqrt(0.125))).isCloseTo(2, within(1e-12));
    assertThat(curve.at(0.125)).as("the last line goes on").isCloseTo(5, within(1e-12));
  }

  @Test
  void neverFallsAsChannelsGoEvenIfNoiseSaysSo() {
    LossCurve curve = LossCurve.of(Map.of(0.75, 0.4, 0.5, 0.2, 0.25, -0.3));
    for (double fraction = 0.02; fraction < 1; fraction += 0.01) {
      assertThat(curve.at(fraction)).isGreaterThanOrEqualTo(curve.at(fraction + 0.01) - 1e-12);
      assertThat(curve.at(fraction)).isGreaterThanOrEqualTo(-1e-12);
    }
  }

  @Test
  void nothingMeasuredLosesNothing() {
    assertThat(LossCurve.of(Map.of()).at(0.1)).isZero();
  }

  /** The min-max formula of isotonic regression: max over starts of min over ends of means. */
  @Test
  void poolsAsTheMinMaxFormulaSays() {
    long seed = 71;
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 200; trial++) {
      double[] values = random.doubles(1 + random.nextInt(9), -1, 1).toArray();
      double[] monotone = LossCurve.monotone(values);
      for (int i = 0; i < values.length; i++) {
        assertThat(monotone[i]).as("seed %d", seed).isCloseTo(minMax(values, i), within(1e-12));
      }
    }
  }

  private static double minMax(double[] values, int i) {
    double best = Double.NEGATIVE_INFINITY;
    for (int start = 0; start <= i; start++) {
      double least = Double.POSITIVE_INFINITY;
      for (int end = i; end < values.length; end++) {
        double sum = 0;
        for (int k = start; k <= end; k++) {
          sum += values[k];
        }
        least = Math.min(least, sum / (end - start + 1));
      }
      best = Math.max(best, least);
    }
    return best;
  }
}
