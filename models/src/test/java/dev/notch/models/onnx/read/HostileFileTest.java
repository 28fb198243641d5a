package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, it is read or refused in one line: no other exception, no long wait. */
class HostileFileTest {
  private static final Path FILE = Path.of("hostile.onnx");
  private static final long LONGEST_MILLIS = 2000;

  @Test
  void survivesSomeMutations() {
    survivesMutations(3_000, 20_261_121);
  }

  @Test
  @Tag("slow")
  void survivesManyMutations() {
    survivesMutations(100_000, 4);
  }

  private static void survivesMutations(int cases, long seed) {
    List<byte[]> seeds = List.of(small(), writtenByHand().toByteArray());
    for (int i = 0; i < cases; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      byte[] mutated = mutate(seeds.get(i % seeds.size()), random);
      long begin = System.nanoTime();
      try {
        ModelReader.read(mutated, FILE);
      } catch (NotchException e) {
        assertThat(e.getMessage()).as("seed %d", seed + i).isNotBlank().doesNotContain("\n");
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + (seed + i) + " fails with " + e, e);
      }
      assertThat((System.nanoTime() - begin) / 1_000_000)
          .as("milliseconds of seed %d", seed + i)
          .isLessThan(LONGEST_MILLIS);
    }
  }

  private static byte[] mutate(byte[] valid, SplittableRandom random) {
    byte[] bytes = valid.clone();
    int changes = random.nextInt(1, 6);
    for (int i = 0; i < changes; i++) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[place] = (byte) random.nextInt(256);
        case 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[place]++;
        default -> {
          int length = Math.min(random.nextInt(1, 9), bytes.length - place);
          int from = random.nextInt(bytes.length - length + 1);
          System.arraycopy(bytes, from, bytes, place, length);
        }
      }
    }
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }

  private static byte[] small() {
    NetworkBuilder net = new NetworkBuilder(new Shape(3, 8, 8));
    int x = net.convBnRelu(net.input(), 4, Window.same(3, 3), 1, true);
    List<Integer> halves = net.split(x, 2);
    int y = net.concat(net.activation(halves.get(0), Function.SIGMOID), halves.get(1));
    net.linear(net.globalPool(net.shuffle(net.maxPool(y, Window.square(2, 2, 0)), 2)), 5);
    var network = net.build("small");
    return OnnxWriter.toBytes(network, Initializer.scattered(network, 1));
  }

  /** Shape arithmetic, reshapes and slices: operators that the writer does not use. */
  private static ModelProto writtenByHand() {
    return model(
            node("Shape", "s", "x"),
            node("Gather", "n", "s", "zero").toBuilder().build(),
            node("Unsqueeze", "n1", "n", "zeros"),
            node("Concat", "target", "n1", "rest").toBuilder()
                .addAttribute(integer("axis", 0))
                .build(),
            node("Reshape", "r", "x", "target"),
            node("Softmax", "y", "r"))
        .toBuilder()
        .build();
  }

  @Test
  void readsComputedShapes() {
    assertThat(ModelReader.read(writtenByHand().toByteArray(), FILE).network().output().name())
        .isEqualTo("y");
  }

  @Test
  void refusesWhatIsNoModel() {
    refuses(new byte[] {1, 2, 3}, "no ONNX file");
    refuses("hello, world".getBytes(java.nio.charset.StandardCharsets.UTF_8), "no ONNX file");
  }

  @Test
  void refusesCirclesAndNamesThatAreNotUnique() {
    refuses(model(node("Relu", "a", "y"), node("Relu", "y", "a")), "in a circle");
    refuses(model(node("Relu", "y", "x"), node("Relu", "y", "x")), "two tensors are named y");
    refuses(model(node("Relu", "y", "nowhere")), "nowhere, which nothing puts out");
  }

  @Test
  void namesAllThatCannotBeRepresented() {
    refuses(
        model(node("Hardmax", "a", "x"), node("Det", "b", "a"), node("Relu", "y", "b")),
        "2 nodes that cannot be represented: Hardmax 'a'");
  }

  @Test
  void refusesSizesThatTheFileDoesNotHold() {
    refuses(withWeight(TensorProto.newBuilder().addDims(1L << 40)), "dimension of");
    refuses(withWeight(TensorProto.newBuilder().addDims(-1)), "dimension of -1");
    refuses(withWeight(TensorProto.newBuilder().addDims(1 << 30)), "numbers, has 0");
    refuses(
        withWeight(TensorProto.newBuilder().addFloatData(Float.NaN)), "NaN or infinite numbers");
  }

  @Test
  void readsNothingOutsideOfItsFolder(@TempDir Path folder) throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.write(folder.resolve("secret"), new byte[4]);
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
    Path absolute = folder.resolve("secret").toAbsolutePath();
    for (String location : List.of("../secret", absolute.toString(), "link", "", "a\0b")) {
      TensorProto.Builder weight =
          TensorProto.newBuilder()
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", location));
      Path file = inside.resolve("m.onnx");
      Files.write(file, withWeight(weight).toByteArray());
      assertThatThrownBy(() -> OnnxReader.read(file))
          .as("location %s", location)
          .isInstanceOf(NotchException.class);
    }
  }

  private static void refuses(ModelProto model, String reason) {
    refuses(model.toByteArray(), reason);
  }

  private static void refuses(byte[] model, String reason) {
    assertThatThrownBy(() -> ModelReader.read(model, FILE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(reason);
  }

  private static ModelProto withWeight(TensorProto.Builder weight) {
    weight.setName("w").setDataType(TensorProto.DataType.FLOAT_VALUE);
    ModelProto model = model(node("Mul", "y", "x", "w"));
    return model.toBuilder().setGraph(model.getGraph().toBuilder().addInitializer(weight)).build();
  }

  private static ModelProto model(NodeProto... nodes) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("g")
            .addInput(value("x", 2, 4))
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .addInitializer(longs("zero", 0).toBuilder().clearDims())
            .addInitializer(longs("zeros", 0))
            .addInitializer(longs("rest", 2, 2));
    Stream.of(nodes).forEach(graph::addNode);
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(graph)
        .build();
  }

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static ValueInfoProto value(String name, long batch, long size) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(Dimension.newBuilder().setDimValue(batch))
            .addDim(Dimension.newBuilder().setDimValue(size))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
