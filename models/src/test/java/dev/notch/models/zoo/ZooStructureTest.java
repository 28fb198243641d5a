package dev.notch.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the references compute and no count of layers shows. */
class ZooStructureTest {

  static List<String> names() {
    return Zoo.names();
  }

  private static Network network(String name) {
    return Zoo.build(name, 100, new Shape(3, 32, 32));
  }

  private static Paths paths(String name) {
    return new Paths(network(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void averagePoolsCountPaddingAndNormsShareTheirConstants(String name) {
    for (Node node : network(name).nodes()) {
      if (node.layer() instanceof Pool p && p.kind() == Pool.Kind.AVERAGE) {
        assertThat(p.countPadding()).as(node.name()).isTrue();
      }
      if (node.layer() instanceof BatchNorm bn) {
        assertThat(bn.epsilon()).isEqualTo(1e-5);
        assertThat(bn.momentum()).isEqualTo(0.1);
      }
    }
  }

  @Test
  void vggDropsOutAfterBothHiddenLayers() {
    Paths vgg = paths("vgg16");
    assertThat(vgg.path("head.flatten", "input"))
        .isEqualTo(
            "3x3-64 3x3-64 max2x2/2 3x3-128 3x3-128 max2x2/2 3x3-256 3x3-256 3x3-256 max2x2/2"
                + " 3x3-512 3x3-512 3x3-512 max2x2/2 3x3-512 3x3-512 3x3-512 max2x2/2");
    assertThat(vgg.inputsOf("head.dropout")).isEqualTo("head.relu");
    assertThat(vgg.inputsOf("head.linear2")).isEqualTo("head.dropout");
    assertThat(vgg.inputsOf("head.linear3")).isEqualTo("head.dropout2");
    assertThat(vgg.node("head.dropout").layer()).isEqualTo(new Dropout(0.5, false));
  }

  @Test
  void inceptionsDropWholeChannels() {
    assertThat(paths("inceptionv3").node("head.dropout").layer()).isEqualTo(new Dropout(0.5, true));
    assertThat(paths("inceptionv4").node("head.dropout").layer()).isEqualTo(new Dropout(0.2, true));
    assertThat(paths("inceptionv4").inputsOf("head.dropout")).isEqualTo("head.globalpool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "seresnet50"})
  void bottlenecksStrideInTheMiddle(String name) {
    Paths net = paths(name);
    assertThat(net.path("stage2.unit1.bn3", "stem.relu")).isEqualTo("1x1-64 3x3-64 1x1-256");
    assertThat(net.path("stage3.unit1.bn3", "stage2.unit3.relu" + (gated(name) ? "4" : "3")))
        .isEqualTo("1x1-128 3x3/2-128 1x1-512");
    assertThat(net.path("stage3.unit1.shortcut.bn", net.inputsOf("stage3.unit1.conv")))
        .isEqualTo("1x1/2-512");
    assertThat(net.path("stage2.unit1.shortcut.bn", "stem.relu")).isEqualTo("1x1-256");
    assertThat(network(name).shape(net.node("stage2.unit3.add").id()).height()).isEqualTo(32);
  }

  @Test
  void resnetAddsBeforeItsLastRelu() {
    Paths net = paths("resnet50");
    assertThat(net.inputsOf("stage2.unit1.add"))
        .isEqualTo("stage2.unit1.bn3, stage2.unit1.shortcut.bn");
    assertThat(net.inputsOf("stage2.unit2.add")).isEqualTo("stage2.unit2.bn3, stage2.unit1.relu3");
    assertThat(net.readersOf("stage2.unit2.add")).containsExactly("stage2.unit2.relu3");
  }

  @Test
  void squeezeAndExcitationGatesTheRectifiedResidualOnly() {
    Paths net = paths("seresnet50");
    assertThat(net.inputsOf("stage3.unit1.relu3")).isEqualTo("stage3.unit1.bn3");
    assertThat(net.inputsOf("stage3.unit1.gate.globalpool")).isEqualTo("stage3.unit1.relu3");
    assertThat(net.inputsOf("stage3.unit1.gate.mul"))
        .isEqualTo("stage3.unit1.relu3, stage3.unit1.gate.sigmoid");
    assertThat(net.inputsOf("stage3.unit1.add"))
        .isEqualTo("stage3.unit1.gate.mul, stage3.unit1.shortcut.bn");
    assertThat(List.of(2, 3, 4, 5))
        .extracting(stage -> net.node("stage" + stage + ".unit1.gate.linear").layer())
        .containsExactly(
            new Linear(256, 16, true),
            new Linear(512, 32, true),
            new Linear(1024, 64, true),
            new Linear(2048, 128, true));
  }

  @Test
  void mobilenetStridesInDepthwiseConvolutions() {
    Network net = network("mobilenet");
    for (Node node : net.nodes()) {
      if (node.layer() instanceof Convolution c) {
        boolean halves = List.of("unit2", "unit4", "unit6", "unit12").contains(scope(node));
        assertThat(c.window().strideHeight())
            .as(node.name())
            .isEqualTo(halves && c.depthwise() ? 2 : 1);
        assertThat(c.bias()).as(node.name()).isEqualTo(c.pointwise());
      }
    }
  }

  @Test
  void mobilenetV2GrowsARingAndStaysLinear() {
    Network net = network("mobilenetv2");
    Paths paths = new Paths(net);
    assertThat(sizes(net, "stem", "stage1", "stage2", "stage3", "stage4", "stage6", "stage7"))
        .containsExactly(34, 34, 17, 9, 5, 5, 5);
    assertThat(paths.path("stage1.unit1.bn3", "stem.relu6")).isEqualTo("1x1-32 3x3-32 1x1-16");
    for (Node node : net.nodes()) {
      if (node.layer() instanceof Add) {
        assertThat(paths.readersOf(node.name())).noneMatch(name -> name.contains("relu"));
      }
    }
    assertThat(paths.readersOf("stage2.unit1.bn3")).noneMatch(name -> name.contains("relu"));
    assertThat(net.output().layer()).isEqualTo(new Layer.Flatten());
  }

  @Test
  void shufflenetShufflesBehindTheReluAndRectifiesTheWholeConcatenation() {
    Paths net = paths("shufflenet");
    for (String unit : List.of("stage2.unit1", "stage3.unit8")) {
      assertThat(net.inputsOf(unit + ".shuffle")).isEqualTo(unit + ".relu");
      assertThat(net.inputsOf(unit + ".conv2")).isEqualTo(unit + ".shuffle");
      assertThat(net.inputsOf(unit + ".conv3")).isEqualTo(unit + ".bn2");
      assertThat(net.node(unit + ".shuffle").layer()).isEqualTo(new Layer.Shuffle(3));
    }
    assertThat(net.inputsOf("stage2.unit1.concat"))
        .isEqualTo("stage2.unit1.avgpool, stage2.unit1.bn3");
    assertThat(net.inputsOf("stage2.unit1.avgpool")).isEqualTo("stem.relu");
    assertThat(net.readersOf("stage2.unit1.concat")).containsExactly("stage2.unit1.relu2");
    assertThat(net.inputsOf("stage2.unit2.add")).endsWith("stage2.unit1.relu2");
    assertThat(((Convolution) net.node("stage2.unit1.conv").layer()).groups()).isEqualTo(3);
  }

  @Test
  void shufflenetV2HasALinearStemAndPassesTheFirstHalf() {
    Paths net = paths("shufflenetv2");
    assertThat(net.readersOf("stem.bn")).containsExactly("stage2.unit1.conv", "stage2.unit1.conv3");
    assertThat(net.path("stage2.unit1.relu", "stem.bn")).isEqualTo("3x3/2-24 1x1-58");
    assertThat(net.path("stage2.unit1.relu3", "stem.bn")).isEqualTo("1x1-24 3x3/2-24 1x1-58");
    assertThat(net.inputsOf("stage2.unit1.concat"))
        .isEqualTo("stage2.unit1.relu, stage2.unit1.relu3");
    assertThat(net.inputsOf("stage2.unit2.concat"))
        .isEqualTo("stage2.unit2.slice, stage2.unit2.relu2");
    assertThat(net.node("stage2.unit2.slice").layer()).isEqualTo(new Slice(0, 2));
    assertThat(net.path("stage2.unit2.relu2", "stage2.unit2.slice2"))
        .isEqualTo("1x1-58 3x3-58 1x1-58");
    assertThat(net.readersOf("stage2.unit2.concat")).containsExactly("stage2.unit2.shuffle");
    assertThat(net.node("stage2.unit2.shuffle").layer()).isEqualTo(new Layer.Shuffle(2));
  }

  @Test
  void xceptionShortcutsReadTheRectifiedInputExceptInExit1() {
    Paths net = paths("xception");
    assertThat(net.readersOf("stem.relu2")).containsExactly("entry1.conv", "entry1.shortcut.conv");
    for (String block : List.of("entry2", "entry3")) {
      assertThat(net.readersOf(block + ".relu"))
          .containsExactly(block + ".conv", block + ".shortcut.conv");
    }
    for (int i = 1; i <= 8; i++) {
      String block = "middle" + i;
      assertThat(net.inputsOf(block + ".add")).isEqualTo(block + ".bn3, " + block + ".relu");
      assertThat(net.inputsOf(block + ".conv")).isEqualTo(block + ".relu");
    }
    assertThat(net.inputsOf("exit1.conv")).isEqualTo("exit1.relu");
    assertThat(net.readersOf("middle8.add")).containsExactly("exit1.relu", "exit1.shortcut.conv");
  }

  @Test
  void xceptionHasNothingWithinSeparableConvolutionsAndNoStrideInEntry3() {
    Network network = network("xception");
    Paths net = new Paths(network);
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Convolution c && c.depthwise()) {
        Node reader = network.node(network.consumers(node.id()).get(0));
        assertThat(reader.layer()).as(node.name()).isInstanceOf(Convolution.class);
      }
    }
    assertThat(net.path("entry3.maxpool", "entry2.add"))
        .isEqualTo("3x3-256 1x1-728 3x3-728 1x1-728 max3x3");
    assertThat(net.path("entry3.shortcut.bn", "entry2.add")).isEqualTo("1x1-728");
    assertThat(net.path("exit1.maxpool", "middle8.add"))
        .isEqualTo("3x3-728 1x1-728 3x3-728 1x1-1024 max3x3/2");
    assertThat(net.inputsOf("head.globalpool")).isEqualTo("exit2.relu2");
    assertThat(net.node("exit2.relu2").layer()).isEqualTo(new Activation(Function.RELU));
  }

  private static boolean gated(String name) {
    return name.startsWith("se");
  }

  private static String scope(Node node) {
    return node.name().substring(0, node.name().indexOf('.'));
  }

  /** Heights of what the last layer of each scope puts out. */
  private static List<Integer> sizes(Network net, String... scopes) {
    return Stream.of(scopes)
        .map(
            scope ->
                net.nodes().stream()
                    .filter(node -> node.name().startsWith(scope + "."))
                    .reduce((a, b) -> b)
                    .orElseThrow())
        .map(node -> net.shape(node.id()).height())
        .toList();
  }
}
