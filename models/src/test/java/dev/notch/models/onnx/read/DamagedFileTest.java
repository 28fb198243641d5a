package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Damage, some of it once found by mutations, and what is said of it. */
class DamagedFileTest {
  private static final Path FILE = Path.of("damaged.onnx");

  private static void refuses(String reason, Consumer<HandMade> build) {
    HandMade g = new HandMade(9, 13, 4, 6, 5);
    build.accept(g);
    refuses(reason, g.bytes());
  }

  private static void refuses(String reason, byte[] file) {
    assertThatThrownBy(() -> ModelReader.read(file, FILE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  private static void refusesNode(String reason, String type, String... inputs) {
    refuses(reason, g -> g.output(g.node(type, List.of(inputs))));
  }

  @Test
  void refusesOperatorsWithoutWhatTheyNeed() {
    refusesNode("has no inputs", "Sum");
    refusesNode("has no inputs", "Concat");
    refusesNode("has no shape", "Reshape", "x");
    refusesNode("its input 1 is missing", "Conv", "x");
    refusesNode("its input 1 is missing", "Gemm", "x", "");
    refuses("has no kernel_shape", g -> g.output(g.node("MaxPool", List.of("x"))));
    refuses("its output 1 is used", g -> g.output(g.nodes("Dropout", 2, List.of("x")).get(1)));
    refuses(
        "training_mode is not one number",
        g -> g.output(g.node("Dropout", List.of("x", g.number(0.5), g.longs()))));
  }

  @Test
  void saysWhatElseAFileIs() {
    refuses("a ZIP archive, perhaps PyTorch's", text("PK\u0003\u0004\u0014\u0000"));
    refuses("a Python pickle", text("\u0080\u0002\u008a"));
    refuses("a TensorFlow Lite model", text("\u001c\u0000\u0000\u0000TFL3"));
    refuses("an HDF5 file", text("\u0089HDF\r\n"));
    refuses("a PNG image", text("\u0089PNG\r\n"));
    refuses("a JPEG image", text("\u00ff\u00d8\u00ff\u00e0"));
    refuses("unpack it", text("\u001f\u008b\u0008"));
    refuses("git lfs pull", text("version https://git-lfs.github.com/spec/v1\noid"));
    refuses("is no ONNX file, or a damaged one", text("hello"));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void refusesWrongRanks() {
    refuses("rank 3 do not fit", g -> g.output(g.node("Conv", List.of("x", g.weights(4, 4, 3)))));
    refuses("no matrix", g -> g.output(g.node("Gemm", List.of("x", g.weights(2, 3, 4)))));
    refuses("its input has rank 4", g -> g.output(g.node("Gemm", List.of("x", g.weights(5, 3)))));
    refuses(
        "do not fit",
        g -> g.output(g.node("Conv", List.of("x", g.weights(4, 4, 3, 3), g.weights(3)))));
    refuses(
        "weights are for 5", g -> g.output(g.node("Conv", List.of("x", g.weights(4, 5, 3, 3)))));
    refuses(
        "is no order", g -> g.output(g.node("Transpose", List.of("x"), ints("perm", 0, 1, 1, 2))));
    refuses(
        "has no axis", g -> g.output(g.node("Transpose", List.of("x"), ints("perm", 0, 1, 2, 9))));
    refuses("none of its input's", g -> g.output(g.node("Softmax", List.of("x"), i("axis", 7))));
    refuses("across the images", g -> g.output(g.node("Softmax", List.of("x"), i("axis", 0))));
    refuses(
        "names 6 axes",
        g -> g.output(g.node("ReduceMean", List.of("x"), ints("axes", 1, 1, 1, 1, 1, 1))));
  }

  @Test
  void refusesNegativeAndOverflowingDimensions() {
    long large = 1L << 62;
    for (long dim : new long[] {-2, large, Long.MIN_VALUE, Batch.SIZE}) {
      refuses("cannot", g -> g.output(g.node("Reshape", List.of("x", g.longs(0, dim, 2)))));
    }
    refuses(
        "puts out a dimension",
        g ->
            g.output(g.node("Add", List.of("x", g.node("ConstantOfShape", List.of(g.longs(-1)))))));
    refuses(
        "far more memory",
        g ->
            g.output(
                g.node(
                    "Add",
                    List.of("x", g.node("ConstantOfShape", List.of(g.longs(1 << 30, 1 << 30)))))));
    refuses(
        "pads cannot be -1",
        g ->
            g.output(
                g.node(
                    "MaxPool",
                    List.of("x"),
                    ints("kernel_shape", 2, 2),
                    ints("pads", -1, 0, 0, 0))));
    refuses(
        "kernel_shape cannot be",
        g -> g.output(g.node("MaxPool", List.of("x"), ints("kernel_shape", large, 2))));
    refuses(
        "cannot be represented",
        g -> g.output(g.node("MaxPool", List.of("x"), ints("kernel_shape", 0, 2))));
    refuses(
        "cannot be represented",
        g -> g.output(g.node("MaxPool", List.of("x"), ints("kernel_shape", 9, 9))));
    refuses(
        "group cannot be 0",
        g -> g.output(g.node("Conv", List.of("x", g.weights(4, 4, 1, 1)), i("group", 0))));
    refuses(
        "cannot resize to",
        g -> g.output(g.node("Resize", List.of("x", "", "", g.longs(1, 4, large, 5)))));
    refuses(
        "cannot resize by",
        g ->
            g.output(
                g.node("Resize", List.of("x", "", g.constant(new int[] {4}, 1, 1, Float.NaN, 1)))));
    refuses(
        "cannot pad axis",
        g -> g.output(g.node("Pad", List.of("x", g.longs(0, 0, large, 0, 0, 0, 0, 0)))));
  }

  @Test
  void refusesNumbersThatAreNone() {
    refuses(
        "NaN or infinite",
        g ->
            g.output(
                g.node(
                    "Conv", List.of("x", g.constant(new int[] {1, 4, 1, 1}, 1, Float.NaN, 1, 1)))));
    refuses(
        "NaN or infinite",
        g -> g.output(g.node("Mul", List.of("x", g.number(Double.POSITIVE_INFINITY)))));
    refuses(
        "cannot be represented", g -> g.output(g.node("Clip", List.of("x", g.number(Double.NaN)))));
    refuses(
        "cannot be represented",
        g -> g.output(g.node("Clip", List.of("x", g.number(2), g.number(1)))));
    refuses(
        "divides by zero",
        g ->
            g.output(
                g.node("Reshape", List.of("x", g.node("Div", List.of(g.longs(1), g.longs(0)))))));
  }

  @Test
  void refusesEveryTruncation() {
    HandMade g = new HandMade(9, 13, 4, 6, 5);
    byte[] whole = g.output(g.node("Conv", List.of("x", g.weights(4, 4, 3, 3)))).bytes();
    for (int length = 0; length < whole.length - 1; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ModelReader.read(part, FILE))
          .as("the first %d bytes of %d", length, whole.length)
          .isInstanceOf(NotchException.class);
    }
  }

  @Test
  void refusesRawBytesThatAreTooFew() throws IOException {
    HandMade g = new HandMade(9, 13, 1, 2, 2);
    ModelProto.Builder model =
        ModelProto.parseFrom(g.output(g.node("Conv", List.of("x", "w"))).bytes()).toBuilder();
    TensorProto.Builder weight =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT16_VALUE)
            .addAllDims(List.of(2L, 1L, 1L, 1L))
            .setRawData(ByteString.copyFrom(new byte[3]));
    model.getGraphBuilder().addInitializer(weight);
    refuses("needs 4 bytes, has 3", model.build().toByteArray());
  }
}
