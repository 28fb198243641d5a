package dev.notch.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.BatchNormFolding.Folded;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchNormFoldingTest {

  @Test
  void foldsByHand() {
    NetworkBuilder builder = new NetworkBuilder(Shape.vector(2));
    builder.batchNorm(builder.linear(0, 2));
    Network network = builder.build("tiny");
    Weights weights =
        new Weights(
            Map.of(
                "linear.weight", tensor(new int[] {2, 2}, 1, 2, 3, 4),
                "linear.bias", tensor(new int[] {2}, 10, 20),
                "bn.weight", tensor(new int[] {2}, 2, -1),
                "bn.bias", tensor(new int[] {2}, 0.5f, 1),
                "bn.running_mean", tensor(new int[] {2}, 4, 8),
                "bn.running_var", tensor(new int[] {2}, 4, 0.25f)));

    Folded folded = BatchNormFolding.fold(weights, network.node(1), network.node(2));

    double first = 2 / Math.sqrt(4 + 1e-5);
    double second = -1 / Math.sqrt(0.25 + 1e-5);
    assertThat(folded.weight().shape()).containsExactly(2, 2);
    assertThat(folded.weight().data())
        .containsExactly(
            (float) first, (float) (2 * first), (float) (3 * second), (float) (4 * second));
    assertThat(folded.bias().data()[0]).isCloseTo((float) (0.5 + 6 * first), within(1e-6f));
    assertThat(folded.bias().data()[1]).isCloseTo((float) (1 + 12 * second), within(1e-6f));
  }

  @Test
  void givesABiasToAConvolutionWithout() {
    NetworkBuilder builder = new NetworkBuilder(new Shape(1, 2, 2));
    builder.convBn(0, 1, Window.same(1, 1), 1, false);
    Network network = builder.build("tiny");
    Weights weights =
        new Weights(
            Map.of(
                "conv.weight", tensor(new int[] {1, 1, 1, 1}, 3),
                "bn.weight", tensor(new int[] {1}, 1),
                "bn.bias", tensor(new int[] {1}, 7),
                "bn.running_mean", tensor(new int[] {1}, 2),
                "bn.running_var", tensor(new int[] {1}, 1)));
    assertThat(BatchNormFolding.fold(weights, network.node(1), network.node(2)).bias().data()[0])
        .isCloseTo(5, within(1e-4f));
  }

  @Test
  void foldsOnlyWhereNobodyElseReadsTheConvolution() {
    NetworkBuilder builder = new NetworkBuilder(new Shape(3, 4, 4));
    int alone = builder.conv(0, 3, Window.same(3, 3), 1, false);
    int norm = builder.batchNorm(alone);
    int shared = builder.conv(norm, 3, Window.same(3, 3), 1, false);
    int sum = builder.addition(builder.batchNorm(shared), shared);
    int behindSum = builder.batchNorm(sum);
    int read = builder.conv(behindSum, 2, Window.same(1, 1), 1, true);
    builder.relu(read);
    Network network = builder.build("mixed");

    assertThat(BatchNormFolding.foldableInto(network, network.node(alone)))
        .contains(network.node(norm));
    for (int id : new int[] {0, norm, shared, sum, behindSum, read}) {
      Node node = network.node(id);
      assertThat(BatchNormFolding.foldableInto(network, node)).as(node.name()).isEmpty();
    }
  }

  private static Tensor tensor(int[] shape, float... values) {
    return new Tensor(shape, values);
  }
}
