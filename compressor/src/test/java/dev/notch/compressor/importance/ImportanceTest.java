package dev.notch.compressor.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.TransposedConvolution;
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
import dev.notch.models.width.WidthPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  @ParameterizedTest
  @EnumSource
  void hiddenChannelsOfAFeedForwardBlockAreScored(Importance importance) {
    NetworkBuilder b = new NetworkBuilder(new Shape(4, 3, 5));
    int wide = b.add("wide", new Dense(List.of(4, 3, 5), 8, true), b.input());
    int back = b.add("back", new Dense(List.of(12, 8), 5, true), b.relu(wide));
    b.linear(b.flatten(back), 3);
    Network net = b.build("block");
    Weights chosen = with(Initializer.scattered(net, 1), "wide", 6, 1e-3f);
    ChannelScores scores = importance.scores(net, chosen, QUADRATIC);
    assertThat(scores.byNode()).doesNotContainKey(back);
    assertThat(scores.byNode().get(wide)).hasSize(8);
    ChannelGroups groups = ChannelGroups.of(net);
    WidthPlan plan = groups.full().with(0, 7);
    assertThat(ChannelSelection.of(net, groups, plan, scores).keptOutputChannels(wide))
        .containsExactly(0, 1, 2, 3, 4, 5, 7);
  }

  @Test
  void transposedConvolutionsMakeChannelsOnTheirSecondAxis() {
    // 4 x 3 filters: channels 0 to 2 of the first two rows' group, 3 to 5 of the last two's.
    Network net = upward(2);
    Tensor filters =
        new Tensor(new int[] {4, 3, 1, 1}, new float[] {3, 1, 2, 4, 0, 2, 1, 5, 0, 0, 12, 8});
    Weights chosen = with(Initializer.scattered(net, 1), "up.weight", filters);
    double[] raw =
        Importance.FILTER_NORM.rawScores(net, chosen, NONE).values().stream()
            .filter(values -> values.length == 6)
            .findFirst()
            .orElseThrow();
    assertThat(raw).containsExactly(5, 1, Math.sqrt(8), 1, 13, 8);
  }

  @ParameterizedTest
  @EnumSource
  void layersFromElsewhereHaveScoresForTheirChannels(Importance importance) {
    for (int parts : new int[] {1, 2, 4}) {
      Network net = upward(parts);
      Weights own = Initializer.scattered(net, 2);
      ChannelScores scores = importance.scores(net, own, QUADRATIC);
      assertThat(scores.byNode()).isNotEmpty();
      ChannelGroups coupled = ChannelGroups.of(net);
      ChannelSelection.of(net, coupled, coupled.uniform(0.5), scores);
    }
  }

  private static Network upward(int parts) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));
    int x = b.add("prelu", new PRelu(4), b.conv(b.input(), 4, Window.same(3, 3), 1, true));
    int out = parts == 4 ? 8 : 6;
    Window one = Window.same(1, 1);
    x = b.add("up", new TransposedConvolution(4, out, one, 0, 0, parts, true), x);
    x = b.add("scale", new Scale(out, true), x);
    x = b.conv(x, 3, one, 1, true);
    x = b.add("norm", new LayerNorm(List.of(3, 4, 4), 2, 1e-5), x);
    int constant = b.add("constant", new Constant(List.of(16, 2)));
    b.add("product", new MatMul(List.of(3, 16), List.of(16, 2)), x, constant);
    return b.build("upward");
  }

  private static Weights with(Weights weights, String name, Tensor tensor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights.tensors());
    changed.put(name, tensor);
    return new Weights(changed);
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
