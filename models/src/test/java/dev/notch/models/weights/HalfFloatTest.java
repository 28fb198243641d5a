package dev.notch.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFloatTest {

  /** The value of a half by its definition. */
  private static double value(int half) {
    int exponent = half >> 10 & 0x1f;
    double fraction = (half & 0x3ff) / 1024.0;
    double magnitude =
        exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
    return (half & 0x8000) == 0 ? magnitude : -magnitude;
  }

  @Test
  void everyHalfSurvives() {
    for (int half = 0; half < 1 << 16; half++) {
      float wide = HalfFloat.toFloat((short) half);
      if ((half & 0x7c00) != 0x7c00) {
        assertThat((double) wide).as("half %x", half).isEqualTo(value(half));
      }
      if (!Float.isNaN(wide)) {
        assertThat(HalfFloat.of(wide)).as("half %x", half).isEqualTo((short) half);
      }
    }
    assertThat(HalfFloat.toFloat(HalfFloat.of(Float.NaN))).isNaN();
    assertThat(HalfFloat.toFloat(HalfFloat.of(1e9f))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(HalfFloat.toFloat(HalfFloat.of(-1e-9f))).isEqualTo(-0f);
  }

  @Test
  void roundsToTheNearestAndTiesToEven() {
    for (long seed = 0; seed < 100_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int half = random.nextInt(0x7bff);
      double low = value(half);
      double high = value(half + 1);
      double share = seed % 4 == 0 ? 0.5 : random.nextDouble();
      float between = (float) (low + share * (high - low));
      double toLow = between - low;
      double toHigh = high - between;
      int expected = toLow < toHigh || (toLow == toHigh && half % 2 == 0) ? half : half + 1;
      assertThat(HalfFloat.of(between)).as("seed %d", seed).isEqualTo((short) expected);
      assertThat(HalfFloat.of(-between)).as("seed %d", seed).isEqualTo((short) (expected | 0x8000));
    }
  }
}
