package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {

  @ParameterizedTest
  @CsvSource({"7,5,32,32", "64,48,32,32", "33,31,8,50", "1,1,9,9"})
  void oneColourStaysOneColour(int height, int width, int toHeight, int toWidth) {
    byte[] rgb = new byte[height * width * 3];
    Arrays.fill(rgb, (byte) 173);
    Picture out = Resampling.resize(new Picture(height, width, rgb), toHeight, toWidth);
    assertThat(out.rgb()).hasSize(toHeight * toWidth * 3).containsOnly((byte) 173);
  }

  @Test
  void aSlopeStaysASlopeAndItsMeanIsKept() {
    Picture slope = slope(64);
    Picture half = Resampling.resize(slope, 64, 32);
    for (int x = 1; x < 31; x++) {
      assertThat(half.rgb()[x * 3] & 0xff).isCloseTo(4 * x + 1, within(1));
    }
  }

  @Test
  void fineStripesShrinkToGreyInsteadOfAliasing() {
    byte[] rgb = new byte[64 * 64 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 2 == 0 ? 0 : 255);
    }
    Picture small = Resampling.resize(new Picture(64, 64, rgb), 16, 16);
    for (int x = 1; x < 15; x++) {
      assertThat(small.rgb()[x * 3] & 0xff).isCloseTo(127, within(12));
    }
  }

  @Test
  void enlargingInterpolatesBetweenPixelCentres() {
    byte[] rgb = {0, 0, 0, 100, 100, 100};
    Picture wide = Resampling.resize(new Picture(1, 2, rgb), 1, 4);
    assertThat(wide.rgb()).containsExactly(0, 0, 0, 25, 25, 25, 75, 75, 75, 100, 100, 100);
  }

  @Test
  void cropKeepsTheMiddle() {
    Picture slope = slope(6);
    Picture square = new Picture(6, 6, slope.rgb()).middle(1, 1);
    assertThat(square.rgb()).isSameAs(slope.rgb());
    byte[] row = new byte[5 * 3];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) (i / 3);
    }
    assertThat(new Picture(1, 5, row).middle(1, 1).rgb()).containsExactly(2, 2, 2);
    assertThat(new Picture(5, 1, row).middle(1, 1).rgb()).containsExactly(2, 2, 2);
  }

  /** Grey 2x in column x. */
  private static Picture slope(int side) {
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (2 * (i / 3 % side));
    }
    return new Picture(side, side, rgb);
  }
}
