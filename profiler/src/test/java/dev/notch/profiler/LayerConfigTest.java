package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.zoo.Zoo;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerConfigTest {

  @Test
  void printsTheCanonicalForm() {
    LayerConfig config =
        new LayerConfig(
            OpKind.CONV2D, 47, 64, 16, 8, Window.square(3, 1, 1), 1, Fusion.parse("relu+add"));
    assertThat(config.text())
        .isEqualTo("conv2d in=47 out=64 k=3x3 s=1x1 p=1x1 g=1 h=16 w=8 fused=relu+add");
  }

  @Test
  void fillsInWhatAPersonLeavesOut() {
    assertThat(LayerConfig.parse("conv2d in=47 out=64 k=3 h=16").text())
        .isEqualTo("conv2d in=47 out=64 k=3x3 s=1x1 p=1x1 g=1 h=16 w=16");
    assertThat(LayerConfig.parse("depthwise h=9 in=20 k=5 s=2").text())
        .isEqualTo("depthwise in=20 out=20 k=5x5 s=2x2 p=2x2 g=20 h=9 w=9");
    assertThat(LayerConfig.parse("linear in=512 out=10").text())
        .isEqualTo("linear in=512 out=10 k=1x1 s=1x1 p=0x0 g=1 h=1 w=1");
    assertThat(LayerConfig.parse("concat in=8 out=24 h=4").groups()).isEqualTo(2);
  }

  @Test
  void windowsThatAreNotSymmetricSayAllSides() {
    String text = "conv2d in=8 out=16 k=3x3 s=2x2 p=0x0x1x1 d=2x1 g=1 h=16 w=16";
    LayerConfig config = LayerConfig.parse(text);
    assertThat(config.window()).isEqualTo(new Window(3, 3, 2, 2, 0, 0, 1, 1, 2, 1));
    assertThat(config.text()).isEqualTo(text);
    assertThat(LayerConfig.parse("conv2d in=8 out=16 k=3 d=2 h=16").output())
        .isEqualTo(new Shape(16, 16, 16));
  }

  @Test
  void knowsHowFarTransposedConvolutionsSpread() {
    assertThat(LayerConfig.parse("transposed in=8 out=16 k=2 s=2 p=0 h=5 w=7").output())
        .isEqualTo(new Shape(16, 10, 14));
  }

  @Test
  void everyStepOfLayersFromElsewhereSurvivesPrintingAndParsing() {
    Set<LayerConfig> configs = new LinkedHashSet<>();
    Set<OpKind> kinds = EnumSet.noneOf(OpKind.class);
    for (Network network : ImportedNetworks.all(18)) {
      for (RuntimeId runtime : RuntimeId.values()) {
        configs.addAll(Lowering.of(runtime).lower(network).configs());
      }
    }
    configs.forEach(c -> kinds.add(c.kind()));
    assertThat(kinds)
        .contains(OpKind.TRANSPOSED, OpKind.RESIZE, OpKind.SOFTMAX, OpKind.NORM, OpKind.MATMUL)
        .contains(OpKind.PRELU, OpKind.SLICE, OpKind.OTHER);
    assertThat(configs).allSatisfy(c -> assertThat(LayerConfig.parse(c.text())).isEqualTo(c));
  }

  @Test
  void aFeedForwardBlockIsPricedAtItsHiddenWidth() {
    NetworkBuilder b = new NetworkBuilder(new Shape(4, 3, 5));
    int wide = b.add("wide", new Dense(List.of(4, 3, 5), 8, true), b.input());
    int hidden = b.relu(wide);
    int back = b.add("back", new Dense(List.of(12, 8), 5, true), hidden);
    Network network = b.build("block");
    assertThat(LayerConfig.at(network, network.node(wide), 99, 6)).isEqualTo(product(5, 6));
    assertThat(LayerConfig.at(network, network.node(hidden), 6, 6).in()).isEqualTo(6);
    assertThat(LayerConfig.at(network, network.node(back), 6, 99)).isEqualTo(product(6, 5));
  }

  private static LayerConfig product(int in, int out) {
    return new LayerConfig(OpKind.MATMUL, in, out, 12, 1, LayerConfig.NO_WINDOW, 1, Fusion.NONE);
  }

  @Test
  void everyStepOfTheZooSurvivesPrintingAndParsing() {
    Set<LayerConfig> configs = new LinkedHashSet<>();
    for (String name : Zoo.names()) {
      Network network = Zoo.build(name, 100, new Shape(3, 32, 32));
      for (RuntimeId runtime : RuntimeId.values()) {
        configs.addAll(Lowering.of(runtime).lower(network).configs());
      }
    }
    assertThat(configs).hasSizeGreaterThan(200);
    assertThat(configs).allSatisfy(c -> assertThat(LayerConfig.parse(c.text())).isEqualTo(c));
  }

  @Test
  void knowsItsOutput() {
    assertThat(LayerConfig.parse("conv2d in=3 out=8 k=3 s=2 h=33 w=17").output())
        .isEqualTo(new Shape(8, 17, 9));
    assertThat(LayerConfig.parse("globalpool in=7 h=4").output()).isEqualTo(Shape.vector(7));
    assertThat(LayerConfig.parse("flatten in=7 h=2").output()).isEqualTo(Shape.vector(28));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv3d in=3 h=4",
        "conv2d in=3 out=4 k=1 h=8",
        "conv2d in=3 out=4 k=9 p=0 h=8",
        "pointwise in=3 out=4 k=3 h=8",
        "pointwise in=3 out=4 g=3 h=8",
        "depthwise in=8 out=16 k=3 h=8",
        "grouped in=9 out=12 g=4 h=8",
        "linear in=9 out=12 h=2",
        "activation in=9 h=2",
        "add in=9 h=2 fused=add",
        "shuffle in=9 g=2 h=2",
        "concat in=9 out=17 h=2",
        "flatten in=9 out=17 h=2",
        "conv2d in=3 in=4 k=3",
        "conv2d in=3.5 k=3",
        "conv2d in=3 size=3",
        "maxpool in=3 out=4 k=2 h=8",
        "conv2d in=3 out=4 k=1x2x3 h=8",
        "conv2d in=3 out=4 k=3 p=1x1x1 h=8",
        "conv2d in=3 out=4 k=3 d=0 h=8",
        "transposed in=3 out=4 k=3 g=2 h=8",
        "slice in=3 out=4 h=8",
        "conv2d in=3 out=4 k=3 h=8 fused=sine",
        ""
      })
  void refusesWhatIsNoLayer(String text) {
    assertThatThrownBy(() -> LayerConfig.parse(text))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"relu", "add", "relu6+add", "''", "sigmoid"})
  void fusionSurvives(String label) {
    assertThat(Fusion.parse(label).label()).isEqualTo(label);
  }
}
