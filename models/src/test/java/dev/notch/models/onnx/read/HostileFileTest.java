package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.NotchException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a file must not hold is refused in one line that says so. */
class HostileFileTest {
  private static final Path FILE = Path.of("hostile.onnx");

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
}
