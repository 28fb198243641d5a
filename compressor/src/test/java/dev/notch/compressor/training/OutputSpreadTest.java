package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputSpreadTest {
  private static final int COUNT = 40;

  /** Values 1 + t and -2 for greys t around 0: the mean leaves the variance of t. */
  @Test
  void isTheErrorOfAlwaysAnsweringTheMean() {
    double variance = 0;
    double squares = 0;
    for (int i = 0; i < COUNT; i++) {
      double t = (grey(i) / 255.0 - 0.5) / 0.25;
      variance += t * t;
      squares += (1 + t) * (1 + t) + 4;
    }
    assertThat(spread(new float[] {1, 0, 0, 0, 0, 0}, new float[] {1, -2}))
        .isCloseTo(Math.sqrt(variance / squares), within(1e-5));
  }

  @Test
  void isNothingWhereTheImagesDoNotMatter() {
    assertThat(spread(new float[6], new float[] {1, -2})).isCloseTo(0, within(1e-6));
    assertThat(spread(new float[6], new float[2])).isZero();
  }

  private static double spread(float[] weight, float[] bias) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 1, 1));
    b.scope("last").linear(b.input(), 2);
    Network network = b.build("two");
    Weights weights =
        new Weights(
            Map.of(
                "last.linear.weight", new Tensor(new int[] {2, 3}, weight),
                "last.linear.bias", new Tensor(new int[] {2}, bias)));
    return new OutputSpread(1, greys(), Toys.HALF).of(network, weights, Progress.NONE)[0];
  }

  /** Pairs of greys that are as far below the middle as above. */
  private static int grey(int image) {
    int step = 3 * (image / 2);
    return image % 2 == 0 ? step : 255 - step;
  }

  private static Images greys() {
    byte[][] pixels = new byte[COUNT][3];
    for (int i = 0; i < COUNT; i++) {
      Arrays.fill(pixels[i], (byte) grey(i));
    }
    return new Images(1, 1, List.of("any"), pixels, new int[COUNT]);
  }
}
