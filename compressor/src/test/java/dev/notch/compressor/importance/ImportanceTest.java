package dev.notch.compressor.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImportanceTest {
  private static final GradientSource NONE =
      (network, weights, gradients) -> {
        throw new AssertionError("nobody needs gradients here");
      };

  private final Network network = residual();
  private final ChannelGroups groups = ChannelGroups.of(network);
  private final Weights weights = Initializer.scattered(network, 1);

  /** The gradient of half the sum of squares: every weight itself. */
  private static final GradientSource QUADRATIC =
      (network, weights, gradients) -> {
        Map<String, Tensor> own = new HashMap<>(weights.tensors());
        own.keySet().removeIf(name -> name.contains(".running_"));
        gradients.accept(own);
        gradients.accept(own);
      };

  @Test
  void namesAreThoseOfTheOptions() {
    for (Importance importance : Importance.values()) {
      assertThat(Importance.parse(importance.option())).isEqualTo(importance);
    }
    assertThatThrownBy(() -> Importance.parse("magic"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("magic")
        .hasMessageContaining("l2, bn, taylor");
  }

  @ParameterizedTest
  @EnumSource
  void layersCompare(Importance importance) {
    ChannelScores scores = importance.scores(network, weights, QUADRATIC);
    assertThat(scores.byNode()).isNotEmpty();
    scores
        .byNode()
        .forEach(
            (node, values) ->
                assertThat(Arrays.stream(values).average().orElseThrow())
                    .as(network.node(node).name())
                    .isCloseTo(1, within(1e-9)));
  }

  @Test
  void theChannelWithTheSmallestFiltersGoesFirst() {
    // Channel 1 is small in both convolutions that are added, channel 2 only in the first.
    Weights chosen =
        with(with(with(weights, "conv", 1, 0.01f), "conv", 2, 0.02f), "conv2", 1, 0.01f);
    assertThat(kept(Importance.FILTER_NORM.scores(network, chosen, NONE), 3))
        .containsExactly(0, 2, 3);
  }

  @Test
  void theChannelWithTheSmallestScaleGoesFirst() {
    Weights chosen = with(with(weights, "bn", 3, 0.01f), "bn2", 3, -0.01f);
    assertThat(kept(Importance.BN_SCALE.scores(network, chosen, NONE), 3)).containsExactly(0, 1, 2);
  }

  @Test
  void layersWithoutBatchNormalisationAreJudgedByTheirFilters() {
    assertThat(Importance.BN_SCALE.scores(network, weights, NONE).byNode().keySet())
        .isEqualTo(Set.of(id("bn"), id("bn2"), id("linear")));
  }

  @Test
  void taylorAddsSizesOverWeightsAndBatches() {
    double[] scores =
        Importance.TAYLOR.scores(network, weights, QUADRATIC).byNode().get(id("linear"));
    float[] filters = weights.get("linear.weight").data();
    float[] bias = weights.get("linear.bias").data();
    double[] expected = new double[bias.length];
    for (int i = 0; i < filters.length; i++) {
      expected[i / 4] += filters[i] * (double) filters[i];
    }
    for (int i = 0; i < bias.length; i++) {
      expected[i] += bias[i] * (double) bias[i];
    }
    assertThat(scores[1] / scores[0]).isCloseTo(expected[1] / expected[0], within(1e-6));
  }

  private int[] kept(ChannelScores scores, int width) {
    return ChannelSelection.of(network, groups, groups.full().with(0, width), scores)
        .keptOutputChannels(id("add"));
  }

  /** The weights with one channel's filter or gamma replaced by {@code factor}. */
  private static Weights with(Weights weights, String layer, int channel, float factor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights.tensors());
    Tensor old = weights.get(layer + ".weight");
    float[] data = old.data().clone();
    int row = data.length / old.shape()[0];
    Arrays.fill(data, channel * row, (channel + 1) * row, factor);
    changed.put(layer + ".weight", new Tensor(old.shape(), data));
    return new Weights(changed);
  }

  private int id(String name) {
    return network.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static Network residual() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));
    int first = b.batchNorm(b.conv(b.input(), 4, Window.same(3, 3), 1, false));
    int second = b.batchNorm(b.conv(b.relu(first), 4, Window.same(3, 3), 1, false));
    b.linear(b.globalPool(b.addition(first, second)), 3);
    return b.build("residual");
  }
}
