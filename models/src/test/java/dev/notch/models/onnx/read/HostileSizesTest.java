package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.f;
import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import dev.notch.models.NotchException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files that ask for much: a gigabyte is never allocated, and nobody waits. */
class HostileSizesTest {
  private static final long MOST_BYTES = 1L << 30;
  private static final long LONGEST_MILLIS = 2000;
  private static final int OPSET = 13;
  private static final int MANY = 20_000;

  private static final Map<String, Consumer<HandMade>> FILES = new LinkedHashMap<>();

  static {
    FILES.put("fills 2^40", g -> sum(g, node(g, "ConstantOfShape", g.longs(1L << 20, 1L << 20))));
    FILES.put("fills 2^24", g -> sum(g, node(g, "ConstantOfShape", g.longs(1L << 24))));
    FILES.put(
        "ranges far", g -> sum(g, node(g, "Range", g.number(0), g.number(1e18), g.number(1e-3))));
    FILES.put("ranges", g -> sum(g, node(g, "Range", g.index(0), g.index(1L << 40), g.index(1))));
    FILES.put(
        "expands", g -> sum(g, node(g, "Expand", g.number(1), g.longs(1 << 15, 1 << 15, 1 << 15))));
    FILES.put("expands the tensor", g -> relu(g, expanded(g, 1 << 15)));
    FILES.put("tiles", g -> sum(g, node(g, "Tile", g.longs(1), g.longs(Long.MAX_VALUE))));
    FILES.put("pads", g -> g.output(node(g, "Pad", "x", pads(g, 1 << 16))));
    FILES.put("pads channels", g -> g.output(node(g, "Pad", "x", channelPads(g, 1 << 16))));
    FILES.put(
        "resizes", g -> g.output(node(g, "Resize", "x", "", "", g.longs(1, 4, 1 << 16, 1 << 16))));
    FILES.put("resizes channels", g -> g.output(node(g, "Resize", "x", "", "", sizes(g))));
    FILES.put("scales what is wide", HostileSizesTest::wideScale);
    FILES.put("norms what is wide", HostileSizesTest::wideNorms);
    FILES.put("reads numbers again and again", g -> again(g, "Mul", "x"));
    FILES.put("takes them for axes", g -> again(g, "Squeeze", "x"));
    FILES.put("takes them for bounds", g -> again(g, "Clip", "x"));
    FILES.put("folds them again and again", HostileSizesTest::folds);
    FILES.put("multiplies by them again and again", HostileSizesTest::products);
    FILES.put("scales large weights again and again", HostileSizesTest::scales);
    FILES.put("turns large weights", HostileSizesTest::turned);
  }

  static List<String> files() {
    return List.copyOf(FILES.keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void isCheap(String name) {
    HandMade g = new HandMade(5, OPSET, name.contains("wide") ? wide() : new int[] {4, 8, 8});
    FILES.get(name).accept(g);
    requireCheap(name, g.bytes());
  }

  private static int[] wide() {
    return new int[] {1 << 30, 1, 2};
  }

  private static void requireCheap(String name, byte[] file) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = thread.getCurrentThreadAllocatedBytes();
    long begin = thread.getCurrentThreadCpuTime();
    String outcome = "read";
    try {
      ModelReader.read(file, Path.of("sizes.onnx"));
    } catch (NotchException e) {
      outcome = e.getMessage();
      assertThat(outcome).as(name).isNotBlank().doesNotContain("\n").hasSizeLessThan(20_000);
    }
    long millis = (thread.getCurrentThreadCpuTime() - begin) / 1_000_000;
    assertThat(thread.getCurrentThreadAllocatedBytes() - bytes)
        .as("bytes for '%s' of %d bytes: %s", name, file.length, outcome)
        .isLessThan(MOST_BYTES);
    assertThat(millis)
        .as("milliseconds of computing for '%s': %s", name, outcome)
        .isLessThan(LONGEST_MILLIS);
  }

  private static String node(HandMade g, String type, String... inputs) {
    return g.node(type, List.of(inputs));
  }

  private static void sum(HandMade g, String numbers) {
    g.output(node(g, "Add", "x", numbers));
  }

  private static void relu(HandMade g, String x) {
    g.output(node(g, "Relu", x));
  }

  private static String expanded(HandMade g, long size) {
    String one = node(g, "GlobalAveragePool", "x");
    return node(g, "Expand", one, g.longs(1, 4, size, size));
  }

  private static String pads(HandMade g, long size) {
    return g.longs(0, 0, size, size, 0, 0, size, size);
  }

  private static String channelPads(HandMade g, long size) {
    return g.longs(0, size, 0, 0, 0, size, 0, 0);
  }

  private static String sizes(HandMade g) {
    return g.longs(1, Long.MAX_VALUE, 8, 8);
  }

  private static void wideScale(HandMade g) {
    String y = node(g, "Mul", "x", g.number(2));
    g.output(node(g, "Add", node(g, "Relu", y), g.number(3)));
  }

  private static void wideNorms(HandMade g) {
    g.output(node(g, "InstanceNormalization", "x", g.number(1), g.number(1)));
    g.output(
        g.node("LayerNormalization", List.of("x", g.constant(new int[] {1}, 1)), i("axis", 1)));
  }

  /** Four million numbers out of a few bytes. */
  private static String numbers(HandMade g, long... dims) {
    return node(g, "ConstantOfShape", g.longs(dims));
  }

  private static void again(HandMade g, String type, String x) {
    String numbers = numbers(g, 1 << 21);
    String y = x;
    for (int k = 0; k < MANY; k++) {
      y = node(g, type, y, numbers);
    }
    g.output(y);
  }

  private static void folds(HandMade g) {
    String numbers = numbers(g, 1 << 21);
    String one = g.longs(0);
    String y = "x";
    for (int k = 0; k < MANY; k++) {
      y = node(g, "Add", y, node(g, "Gather", numbers, one));
    }
    g.output(y);
  }

  private static void products(HandMade g) {
    String square = numbers(g, 1448, 1448);
    String pooled = node(g, "Resize", "x", "", "", g.longs(1, 4, 1, 362));
    String y = g.node("Flatten", List.of(pooled));
    for (int k = 0; k < MANY; k++) {
      y = g.node("Gemm", List.of(y, square), i("transB", 1));
    }
    g.output(y);
  }

  private static void scales(HandMade g) {
    String y = node(g, "Conv", "x", numbers(g, 1 << 14, 4, 4, 4), "");
    String factors = node(g, "Sqrt", g.positive(1 << 14, 1, 1));
    for (int k = 0; k < MANY / 10; k++) {
      y = node(g, "Mul", y, factors);
    }
    g.output(y);
  }

  private static void turned(HandMade g) {
    String large = node(g, "Resize", "x", "", "", g.longs(1, 4, 512, 1024));
    String last = g.node("Transpose", List.of(large), ints("perm", 0, 2, 3, 1));
    String flat = g.node("Flatten", List.of(last));
    AttributeProto rows = i("transB", 1);
    g.output(g.node("Gemm", List.of(flat, numbers(g, 1, 1 << 21)), rows, f("alpha", 1)));
  }

  // Many parts

  private static final Map<String, Consumer<GraphProto.Builder>> CROWDS = new LinkedHashMap<>();

  static {
    CROWDS.put("empty nodes", g -> addAll(g, 900_000, NodeProto.getDefaultInstance()));
    CROWDS.put("unknown operators", g -> chain(g, "Det", 49_000, false));
    CROWDS.put("outputs", g -> chain(g, "Relu", 49_000, true));
    CROWDS.put("layers", g -> chain(g, "Relu", 49_000, false));
    CROWDS.put("joined", HostileSizesTest::join);
    CROWDS.put("nodes", g -> chain(g, "Relu", 90_000, false));
    CROWDS.put("joined often", HostileSizesTest::joinOften);
    CROWDS.put("nested", g -> g.addNode(nested(90)));
  }

  static List<String> crowds() {
    return List.copyOf(CROWDS.keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crowds")
  void crowdsAreCheap(String name) throws InvalidProtocolBufferException {
    requireCheap(name, model(CROWDS.get(name)));
  }

  private static byte[] model(Consumer<GraphProto.Builder> build)
      throws InvalidProtocolBufferException {
    HandMade g = new HandMade(5, OPSET, 4, 8, 8);
    ModelProto.Builder model = ModelProto.parseFrom(g.bytes()).toBuilder();
    build.accept(model.getGraphBuilder());
    if (model.getGraph().getOutputCount() == 0) {
      model.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName("x"));
    }
    return model.build().toByteArray();
  }

  private static void addAll(GraphProto.Builder g, int count, NodeProto node) {
    g.addAllNode(new ArrayList<>(Collections.nCopies(count, node)));
  }

  private static void chain(GraphProto.Builder g, String type, int count, boolean outputs) {
    String x = "x";
    for (int k = 0; k < count; k++) {
      String y = "y" + k;
      g.addNode(NodeProto.newBuilder().setOpType(type).addInput(x).addOutput(y));
      if (outputs || k == count - 1) {
        g.addOutput(ValueInfoProto.newBuilder().setName(y));
      }
      x = y;
    }
  }

  private static void join(GraphProto.Builder g) {
    NodeProto.Builder join = NodeProto.newBuilder().setOpType("Concat").addOutput("y");
    join.addAllInput(Collections.nCopies(900_000, "x")).addAttribute(i("axis", 1));
    g.addNode(join).addOutput(ValueInfoProto.newBuilder().setName("y"));
  }

  private static void joinOften(GraphProto.Builder g) {
    String x = "x";
    for (int k = 0; k < 38; k++) {
      NodeProto.Builder join = NodeProto.newBuilder().setOpType("Add").addOutput("y" + k);
      g.addNode(join.addInput(x).addInput("x"));
      NodeProto.Builder sum = NodeProto.newBuilder().setOpType("Sum").addOutput("z" + k);
      g.addNode(sum.addAllInput(Collections.nCopies(9_900, "y" + k)));
      x = "z" + k;
    }
    g.addOutput(ValueInfoProto.newBuilder().setName(x));
  }

  /** Built from inside out; protobuf itself refuses to read a hundred. */
  private static NodeProto nested(int depth) {
    NodeProto node = NodeProto.newBuilder().setOpType("If").build();
    for (int k = 0; k < depth; k++) {
      node = inside(node);
    }
    return node;
  }

  private static NodeProto inside(NodeProto node) {
    GraphProto body = GraphProto.newBuilder().addNode(node).build();
    return NodeProto.newBuilder()
        .setOpType("If")
        .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(body))
        .build();
  }
}
