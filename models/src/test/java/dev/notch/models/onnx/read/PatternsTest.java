package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.f;
import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.width.ChannelGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What exporters spell out in several operators becomes the one layer that it means. */
class PatternsTest {
  private static final int OPSET = 13;

  /**
   * One way to spell a layer.
   *
   * @param build adds it behind the tensor that it is given
   */
  private record Spelling(String name, Layer layer, Build build) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  private interface Build {
    String behind(HandMade g, String x);
  }

  private static Spelling of(Function function, String how, Build build) {
    return new Spelling(function + " " + how, new Activation(function), build);
  }

  static List<Spelling> spellings() {
    List<Spelling> all = new ArrayList<>();
    Map<String, Build> gates = new TreeMap<>();
    gates.put("ReLU6 by 6", (g, x) -> by(g, clip(g, plus(g, x, 3)), 6));
    gates.put("ReLU6 times a sixth", (g, x) -> times(g, clip(g, plus(g, x, 3)), 1 / 6.0));
    gates.put("number first", (g, x) -> by(g, clip(g, node(g, "Add", g.number(3), x)), 6));
    gates.put("HardSigmoid", (g, x) -> g.node("HardSigmoid", List.of(x), f("alpha", 1 / 6.0)));
    gates.forEach(
        (how, gate) -> {
          all.add(of(Function.HARD_SWISH, how, (g, x) -> node(g, "Mul", x, gate.behind(g, x))));
          all.add(
              of(
                  Function.HARD_SWISH,
                  how + ", gate first",
                  (g, x) -> node(g, "Mul", gate.behind(g, x), x)));
        });
    all.add(
        of(
            Function.HARD_SWISH,
            "product before the quotient",
            (g, x) -> by(g, node(g, "Mul", x, clip(g, plus(g, x, 3))), 6)));
    all.add(of(Function.SILU, "", (g, x) -> node(g, "Mul", x, node(g, "Sigmoid", x))));
    all.add(of(Function.SILU, "gate first", (g, x) -> node(g, "Mul", node(g, "Sigmoid", x), x)));
    all.add(
        of(
            Function.MISH,
            "",
            (g, x) -> node(g, "Mul", x, node(g, "Tanh", node(g, "Softplus", x)))));
    all.add(of(Function.GELU, "PyTorch", (g, x) -> times(g, node(g, "Mul", x, erf(g, x)), 0.5)));
    all.add(of(Function.GELU, "half first", (g, x) -> node(g, "Mul", times(g, x, 0.5), erf(g, x))));
    all.add(
        of(Function.GELU, "gate halved", (g, x) -> node(g, "Mul", x, times(g, erf(g, x), 0.5))));
    all.add(of(Function.GELU_TANH, "cube", (g, x) -> times(g, node(g, "Mul", x, tanh(g, x)), 0.5)));
    all.add(
        of(
            Function.GELU_TANH,
            "half first",
            (g, x) -> node(g, "Mul", times(g, x, 0.5), tanh(g, x))));
    all.add(
        of(
            Function.GELU_TANH,
            "square",
            (g, x) -> {
              String square = times(g, node(g, "Mul", x, x), 0.044715);
              String inner =
                  node(g, "Mul", times(g, x, Math.sqrt(2 / Math.PI)), plus(g, square, 1));
              return times(g, node(g, "Mul", x, plus(g, node(g, "Tanh", inner), 1)), 0.5);
            }));
    all.add(of(Function.RELU6, "Min of Max", (g, x) -> least(g, most(g, x, 0), 6)));
    all.add(of(Function.RELU6, "Max of Min", (g, x) -> most(g, least(g, x, 6), 0)));
    all.add(of(Function.RELU6, "Min of Relu", (g, x) -> least(g, node(g, "Relu", x), 6)));
    all.add(new Spelling("shuffle", new Shuffle(3), (g, x) -> shuffled(g, x, 3, 2, 5, 4)));
    all.add(
        new Spelling(
            "shuffle of open batch", new Shuffle(2), (g, x) -> shuffled(g, x, 2, -1, 5, 4)));
    all.add(new Spelling("shuffle of rows", new Shuffle(3), PatternsTest::shuffledRows));
    all.add(new Spelling("pixel shuffle", new DepthToSpace(2, true), PatternsTest::pixels));
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void becomesOneLayer(Spelling spelling) throws OrtException {
    int channels = spelling.name().startsWith("pixel") ? 8 : 6;
    HandMade g = new HandMade(77, OPSET, 3, 5, 4);
    String x = g.node("Conv", List.of("x", g.weights(channels, 3, 1, 1)));
    String y = spelling.build().behind(g, x);
    int out = spelling.name().startsWith("pixel") ? 2 : channels;
    g.output(g.node("Conv", List.of(y, g.weights(2, out, 1, 1))));
    ImportedNetwork read = HandMadeOracle.check(g, spelling.name(), 78);
    Network network = read.network();
    assertThat(network.nodes()).hasSize(4);
    assertThat(network.nodes().get(2).layer()).isEqualTo(spelling.layer());
    assertThat(ChannelGroups.of(network).size()).isEqualTo(1);
  }

  private static String node(HandMade g, String type, String... inputs) {
    return g.node(type, List.of(inputs));
  }

  private static String plus(HandMade g, String x, double number) {
    return node(g, "Add", x, g.number(number));
  }

  private static String times(HandMade g, String x, double number) {
    return node(g, "Mul", x, g.number(number));
  }

  private static String by(HandMade g, String x, double number) {
    return node(g, "Div", x, g.number(number));
  }

  private static String clip(HandMade g, String x) {
    return node(g, "Clip", x, g.number(0), g.number(6));
  }

  private static String least(HandMade g, String x, double number) {
    return node(g, "Min", x, g.number(number));
  }

  private static String most(HandMade g, String x, double number) {
    return node(g, "Max", x, g.number(number));
  }

  private static String erf(HandMade g, String x) {
    return plus(g, node(g, "Erf", by(g, x, Math.sqrt(2))), 1);
  }

  private static String tanh(HandMade g, String x) {
    String cube = node(g, "Pow", x, g.number(3));
    String inner = node(g, "Add", x, times(g, cube, 0.044715));
    return plus(g, node(g, "Tanh", times(g, inner, Math.sqrt(2 / Math.PI))), 1);
  }

  private static String shuffled(HandMade g, String x, int groups, int batch, int... plane) {
    int first = batch > 0 ? 0 : -1;
    String dealt = node(g, "Reshape", x, g.longs(first, groups, 6 / groups, plane[0], plane[1]));
    String turned = g.node("Transpose", List.of(dealt), ints("perm", 0, 2, 1, 3, 4));
    return node(g, "Reshape", turned, g.longs(first, 6, plane[0], plane[1]));
  }

  /** As Keras has it: all pixels in one axis. */
  private static String shuffledRows(HandMade g, String x) {
    String dealt = node(g, "Reshape", x, g.longs(0, 3, 2, 20));
    String turned = g.node("Transpose", List.of(dealt), ints("perm", 0, 2, 1, 3));
    return node(g, "Reshape", turned, g.longs(0, 6, 5, 4));
  }

  private static String pixels(HandMade g, String x) {
    String dealt = node(g, "Reshape", x, g.longs(0, 2, 2, 2, 5, 4));
    String turned = g.node("Transpose", List.of(dealt), ints("perm", 0, 1, 4, 2, 5, 3));
    return node(g, "Reshape", turned, g.longs(0, 2, 10, 8));
  }

  // Gates

  static Map<String, Gate> gates() {
    Map<String, Gate> gates = new TreeMap<>();
    gates.put("convolutions", (g, x, end) -> convGate(g, node(g, "GlobalAveragePool", x), end));
    gates.put(
        "mean of the plane",
        (g, x, end) -> convGate(g, g.node("ReduceMean", List.of(x), ints("axes", 2, 3)), end));
    gates.put("linear, unsqueezed", (g, x, end) -> unsqueezed(g, linearGate(g, pooled(g, x), end)));
    gates.put("linear, reshaped", (g, x, end) -> reshaped(g, linearGate(g, pooled(g, x), end)));
    gates.put(
        "linear, squeezed mean",
        (g, x, end) ->
            unsqueezed(
                g,
                linearGate(
                    g,
                    g.node("ReduceMean", List.of(x), ints("axes", -1, -2), i("keepdims", 0)),
                    end)));
    gates.put(
        "linear, expanded",
        (g, x, end) ->
            node(g, "Expand", reshaped(g, linearGate(g, pooled(g, x), end)), g.longs(1, 8, 5, 4)));
    gates.put(
        "expanded like the map",
        (g, x, end) ->
            node(
                g,
                "Expand",
                reshaped(g, linearGate(g, pooled(g, x), end)),
                g.node("Shape", List.of(x))));
    gates.put(
        "matrix product and sum",
        (g, x, end) -> {
          String inner =
              node(g, "Add", node(g, "MatMul", pooled(g, x), g.weights(8, 4)), g.weights(4));
          String outer = node(g, "MatMul", node(g, "Relu", inner), g.weights(4, 8));
          return reshaped(g, end.apply(node(g, "Add", outer, g.weights(8))));
        });
    return gates;
  }

  @FunctionalInterface
  private interface Gate {
    String of(HandMade g, String x, UnaryOperator<String> end);
  }

  static List<String> gateNames() {
    return List.copyOf(gates().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("gateNames")
  void gatesAreCutWithWhatTheyMultiply(String name) throws OrtException {
    for (String end : List.of("Sigmoid", "HardSigmoid")) {
      HandMade g = new HandMade(55, OPSET, 3, 5, 4);
      String x = g.node("Conv", List.of("x", g.weights(8, 3, 1, 1)));
      String gate = gates().get(name).of(g, x, y -> g.node(end, List.of(y)));
      String y = node(g, "Mul", x, gate);
      g.output(g.node("Conv", List.of(y, g.weights(2, 8, 1, 1))));
      Network network = HandMadeOracle.check(g, name, 56).network();
      assertThat(network.nodes()).anyMatch(n -> n.layer() instanceof Multiply);
      ChannelGroups groups = ChannelGroups.of(network);
      assertThat(groups.size())
          .as("the map with its gate, and the gate's inner width")
          .isEqualTo(2);
      assertThat(groups.frozen()).as("input and output").hasSize(2);
    }
  }

  private static String pooled(HandMade g, String x) {
    return g.node("Flatten", List.of(node(g, "GlobalAveragePool", x)));
  }

  private static String linearGate(HandMade g, String vector, UnaryOperator<String> end) {
    String inner = g.node("Gemm", List.of(vector, g.weights(4, 8), g.weights(4)), i("transB", 1));
    String relu = node(g, "Relu", inner);
    return end.apply(g.node("Gemm", List.of(relu, g.weights(8, 4), g.weights(8)), i("transB", 1)));
  }

  private static String convGate(HandMade g, String pooled, UnaryOperator<String> end) {
    String inner = node(g, "Relu", node(g, "Conv", pooled, g.weights(4, 8, 1, 1), g.weights(4)));
    return end.apply(node(g, "Conv", inner, g.weights(8, 4, 1, 1), g.weights(8)));
  }

  private static String unsqueezed(HandMade g, String vector) {
    return node(g, "Unsqueeze", vector, g.longs(2, 3));
  }

  private static String reshaped(HandMade g, String vector) {
    return node(g, "Reshape", vector, g.longs(-1, 8, 1, 1));
  }
}
