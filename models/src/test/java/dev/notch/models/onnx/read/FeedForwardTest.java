package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.f;
import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.width.ChannelGroup;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.FrozenWidth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear layers along the last axis, as transformers and ConvNeXt have them, and their groups. */
class FeedForwardTest {
  private static final int WIDTH = 6;
  private static final int HIDDEN = 10;

  /** A block on tokens of rank 4, batch and rows and columns first. */
  @FunctionalInterface
  private interface Block {
    String of(HandMade g, String tokens);
  }

  private static Map<String, Block> blocks() {
    Map<String, Block> blocks = new LinkedHashMap<>();
    blocks.put(
        "PyTorch",
        (g, x) -> {
          String wide = node(g, "Add", g.weights(HIDDEN), product(g, x, WIDTH, HIDDEN));
          String narrow = product(g, node(g, "Relu", wide), HIDDEN, WIDTH);
          return node(g, "Add", narrow, g.weights(WIDTH));
        });
    blocks.put(
        "ConvNeXt",
        (g, x) -> {
          String wide = node(g, "Add", product(g, x, WIDTH, HIDDEN), g.weights(HIDDEN));
          String narrow = product(g, node(g, "Sigmoid", wide), HIDDEN, WIDTH);
          return node(g, "Mul", node(g, "Add", narrow, g.weights(WIDTH)), g.weights(WIDTH));
        });
    blocks.put(
        "Keras",
        (g, x) -> {
          String flat = node(g, "Reshape", x, g.longs(-1, WIDTH));
          String wide =
              node(g, "Reshape", product(g, flat, WIDTH, HIDDEN), g.longs(-1, 5, 4, HIDDEN));
          String hidden = node(g, "Tanh", node(g, "Add", wide, g.weights(HIDDEN)));
          String rows = node(g, "Reshape", hidden, g.longs(-1, HIDDEN));
          String narrow =
              node(g, "Reshape", product(g, rows, HIDDEN, WIDTH), g.longs(-1, 5, 4, WIDTH));
          return node(g, "Add", narrow, g.weights(WIDTH));
        });
    blocks.put(
        "gated",
        (g, x) -> {
          String wide = product(g, x, WIDTH, HIDDEN);
          String gate = node(g, "Sigmoid", product(g, x, WIDTH, HIDDEN));
          return product(g, node(g, "Mul", wide, gate), HIDDEN, WIDTH);
        });
    return blocks;
  }

  static List<String> names() {
    return List.copyOf(blocks().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void theHiddenWidthIsAGroup(String name) throws OrtException {
    HandMade g = new HandMade(3, 17, 3, 5, 4);
    String map = g.node("Conv", List.of("x", g.weights(WIDTH, 3, 1, 1)));
    String tokens = normal(g, g.node("Transpose", List.of(map), ints("perm", 0, 2, 3, 1)));
    String back =
        g.node("Transpose", List.of(blocks().get(name).of(g, tokens)), ints("perm", 0, 3, 1, 2));
    String sum = node(g, "Add", map, back);
    g.output(g.node("Conv", List.of(sum, g.weights(2, WIDTH, 1, 1))));
    Network network = HandMadeOracle.check(g, name, 4).network();
    ChannelGroups groups = ChannelGroups.of(network);
    assertThat(groups.groups()).extracting(ChannelGroup::width).containsExactly(HIDDEN);
    assertThat(groups.frozen()).extracting(FrozenWidth::width).contains(WIDTH);
    assertThat(network.nodes().stream().map(Node::layer))
        .as("biases and factors are parts of the linear layers")
        .noneMatch(layer -> layer instanceof Binary);
  }

  @Test
  void rowsOfOneMatrixAreALinearLayer() throws OrtException {
    HandMade g = new HandMade(5, 17, 7, WIDTH);
    String rows = node(g, "Reshape", "x", g.longs(-1, WIDTH));
    String wide =
        g.node("Gemm", List.of(rows, g.weights(HIDDEN, WIDTH), g.weights(HIDDEN)), i("transB", 1));
    String narrow = product(g, node(g, "Relu", wide), HIDDEN, WIDTH);
    g.output(node(g, "Reshape", narrow, g.longs(-1, 7, WIDTH)));
    Network network = HandMadeOracle.check(g, "rows", 6).network();
    List<Layer> dense =
        network.nodes().stream().map(Node::layer).filter(l -> l instanceof Dense).toList();
    assertThat(dense)
        .containsExactly(
            new Dense(List.of(7, WIDTH), HIDDEN, true),
            new Dense(List.of(7, HIDDEN), WIDTH, false));
  }

  private static String normal(HandMade g, String x) {
    return g.node(
        "LayerNormalization",
        List.of(x, g.positive(WIDTH), g.weights(WIDTH)),
        i("axis", -1),
        f("epsilon", 1e-5));
  }

  private static String product(HandMade g, String x, int in, int out) {
    return node(g, "MatMul", x, g.weights(in, out));
  }

  private static String node(HandMade g, String type, String... inputs) {
    return g.node(type, List.of(inputs));
  }
}
