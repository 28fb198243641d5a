package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.notch.models.NotchException;
import dev.notch.models.onnx.OnnxReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights beside the file: nothing outside of its folder is read, whatever the file says. */
class ExternalDataTest {
  private static byte[] withExternal(Map<String, String> entries) throws IOException {
    HandMade g = new HandMade(9, 13, 1, 2, 2);
    ModelProto.Builder model =
        ModelProto.parseFrom(g.output(g.node("Conv", List.of("x", "w"))).bytes()).toBuilder();
    TensorProto.Builder weight =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(List.of(2L, 1L, 1L, 1L))
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    entries.forEach(
        (key, value) ->
            weight.addExternalData(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    model.getGraphBuilder().addInitializer(weight);
    return model.build().toByteArray();
  }

  private static void refusesExternal(Path folder, String reason, Map<String, String> entries)
      throws IOException {
    Path file = folder.resolve("m.onnx");
    Files.write(file, withExternal(entries));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesWeightsThatAreNotBesideTheFile(@TempDir Path outside) throws IOException {
    Path folder = Files.createDirectory(outside.resolve("folder"));
    Files.write(outside.resolve("w"), new byte[8]);
    Files.createSymbolicLink(folder.resolve("up"), outside);
    Files.createSymbolicLink(folder.resolve("link"), outside.resolve("w"));
    Files.createDirectory(folder.resolve("directory"));
    Path absolute = outside.resolve("w").toAbsolutePath();
    refusesExternal(folder, "outside of its folder", Map.of("location", "../w"));
    refusesExternal(folder, "outside of its folder", Map.of("location", "a/../../w"));
    refusesExternal(folder, "outside of its folder", Map.of("location", absolute.toString()));
    refusesExternal(folder, "outside of its folder", Map.of());
    refusesExternal(folder, "a link out of its folder", Map.of("location", "link"));
    refusesExternal(folder, "a link out of its folder", Map.of("location", "up/w"));
    refusesExternal(folder, "which is not there", Map.of("location", "nowhere"));
    refusesExternal(folder, "which is not there", Map.of("location", "directory"));
    refusesExternal(folder, "cannot be used", Map.of("location", "a\0b"));
  }

  @Test
  void refusesWeightsBesideTheFileThatAreTooShort(@TempDir Path folder) throws IOException {
    ByteBuffer nan = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(folder.resolve("w"), nan.putFloat(Float.NaN).array());
    Map<String, String> at = Map.of("location", "w");
    refusesExternal(folder, "NaN or infinite", at);
    refusesExternal(folder, "which has 8", Map.of("location", "w", "offset", "4"));
    refusesExternal(folder, "which has 8", Map.of("location", "w", "offset", "9".repeat(18)));
    refusesExternal(folder, "the offset or length '-1'", Map.of("location", "w", "offset", "-1"));
    refusesExternal(
        folder, "the offset or length", Map.of("location", "w", "length", "9".repeat(30)));
    refusesExternal(folder, "should have 8 bytes", Map.of("location", "w", "length", "4"));
  }
}
