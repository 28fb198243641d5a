package dev.notch.models.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.HeInitializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkBlockTest {

  static java.util.List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void layoutsAndPrecisionsAgree(String name) {
    Network network = Zoo.build(name, 10, new dev.notch.models.graph.Shape(3, 32, 32));
    Weights weights = HeInitializer.scattered(network, 7);
    float[] nhwc = new float[2 * 32 * 32 * 3];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < nhwc.length; i++) {
      nhwc[i] = (float) random.nextGaussian();
    }
    weights = Calibration.calibrate(network, weights, java.util.List.of(nhwc));
    try (Inference exact = Inference.exact(network, weights);
        Inference last = new Inference(network, weights);
        Inference first = new Inference(network, weights, DataType.FLOAT32, Layout.NCHW)) {
      float[] a = exact.logits(Images.nchw(nhwc, 3, 32, 32));
      assertThat(Images.error(a, last.logits(nhwc))).as(name).isLessThan(1e-3);
      assertThat(Images.error(a, first.logits(Images.nchw(nhwc, 3, 32, 32))))
          .as(name)
          .isLessThan(1e-3);
    }
  }
}
