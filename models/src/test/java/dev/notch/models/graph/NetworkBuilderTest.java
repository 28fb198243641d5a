package dev.notch.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkBuilderTest {
  private final NetworkBuilder builder = new NetworkBuilder(new Shape(6, 8, 8));

  @Test
  void namesLayersByScopeKindAndNumber() {
    builder.scope("stem");
    int x = builder.convBnRelu(0, 4, Window.same(3, 3), 1, false);
    x = builder.convBn(x, 4, Window.same(1, 1), 2, true);
    builder.scope("");
    builder.globalPool(x);
    assertThat(names())
        .containsExactly(
            "input", "stem.conv", "stem.bn", "stem.relu", "stem.conv2", "stem.bn2", "globalpool");
  }

  @Test
  void aSixthReluIsNoRelu6() {
    int x = builder.activation(0, Function.RELU6);
    for (int i = 0; i < 7; i++) {
      x = builder.relu(x);
    }
    assertThat(names())
        .containsExactly(
            "input", "relu6", "relu", "relu2", "relu3", "relu4", "relu5", "relu7", "relu8");
  }

  @Test
  void splitsIntoSlicesInOrder() {
    List<Integer> parts = builder.split(0, 3);
    builder.concat(parts.toArray(Integer[]::new));
    Network network = builder.build("net");
    assertThat(parts)
        .extracting(id -> network.node(id).layer())
        .containsExactly(new Slice(0, 3), new Slice(1, 3), new Slice(2, 3));
    assertThat(network.shape(parts.get(2))).isEqualTo(new Shape(2, 8, 8));
  }

  @Test
  void refusesWhatDoesNotFitAtOnceAndByName() {
    builder.scope("stage1.unit2");
    int narrow = builder.conv(0, 4, Window.same(3, 3), 1, false);
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> builder.addition(narrow, 0))
        .withMessage("layer stage1.unit2.add: cannot add 4x8x8 and 6x8x8");
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> builder.concat(narrow, 9))
        .withMessage("layer stage1.unit2.concat: reads node 9, which is not before it");
  }

  @Test
  void knowsShapesAsItGrows() {
    int x =
        builder.maxPool(builder.depthwise(0, Window.square(3, 2, 1), true), Window.square(2, 2, 0));
    assertThat(builder.shape(x)).isEqualTo(new Shape(6, 2, 2));
    assertThat(builder.channels(builder.flatten(x))).isEqualTo(24);
  }

  private List<String> names() {
    return builder.build("net").nodes().stream().map(Node::name).toList();
  }
}
