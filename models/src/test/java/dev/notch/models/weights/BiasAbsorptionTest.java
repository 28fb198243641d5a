package dev.notch.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.zoo.Zoo;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BiasAbsorptionTest {
  private static final Shape INPUT = new Shape(3, 32, 32);

  private static double[] logits(Network network, Weights weights) {
    try (Inference inference = Inference.exact(network, weights)) {
      return inference.logits(new SplittableRandom(2).doubles(2 * 3072, -2, 2).toArray());
    }
  }

  @Test
  void theNetworkStaysTheSameFunction() {
    for (String name : new String[] {"mobilenet", "shufflenetv2", "xception"}) {
      Network network = Zoo.build(name, 10, INPUT);
      Weights weights = Initializer.scattered(network, 4);
      BiasAbsorption bare = new BiasAbsorption(network);
      double[] before = logits(network, weights);
      double[] after = logits(bare.network(), bare.absorb(weights));
      double largest = java.util.Arrays.stream(before).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < before.length; i++) {
        assertThat(Math.abs(before[i] - after[i]) / largest).as(name).isLessThan(1e-5);
      }
      assertThat(bare.network().counts().parameters()).isLessThan(network.counts().parameters());
    }
  }

  @Test
  void whatIsTakenOutComesBack() {
    Network network = Zoo.build("mobilenetv2", 10, INPUT);
    Weights weights = Initializer.scattered(network, 4);
    BiasAbsorption bare = new BiasAbsorption(network);
    Weights restored = bare.restore(bare.absorb(weights), weights);
    restored.verifyFor(network);
    restored
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] expected = weights.get(name).data();
              for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(tensor.data()[i] - expected[i])).as(name).isLessThan(1e-6f);
              }
            });
  }

  @Test
  void biasesThatOthersReadStay() {
    NetworkBuilder b = new NetworkBuilder(INPUT);
    int conv = b.conv(b.input(), 4, Window.square(1, 1, 0), 1, true);
    int sum = b.addition(b.batchNorm(conv), conv);
    b.conv(b.globalPool(sum), 2, Window.square(1, 1, 0), 1, true);
    Network network = b.build("shared");
    assertThat(new BiasAbsorption(network).network()).isEqualTo(network);
  }
}
