package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of 100 MB, read by a fresh JVM whose heap is three times as large, so that file and heap
 * together stay below four times the file. How long it takes is logged: {@code mvn -Pslow -pl
 * models test -Dtest=LargeFileTest}.
 */
@Tag("slow")
class LargeFileTest {
  private static final int CHANNELS = 512;
  private static final int LAYERS = 11;

  @Test
  void readsWithinFourTimesItsSize(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("large.onnx");
    write(file);
    long megabytes = Files.size(file) >> 20;
    assertThat(megabytes).isGreaterThanOrEqualTo(98);
    Path log = folder.resolve("log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    List<String> command =
        List.of(
            java,
            "-Xmx" + 3 * megabytes + "m",
            "-cp",
            classes,
            LargeFileTest.class.getName(),
            file.toString());
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = child.waitFor(120, TimeUnit.SECONDS);
    child.destroyForcibly();
    String said = Files.readString(log, StandardCharsets.UTF_8).strip();
    System.getLogger(LargeFileTest.class.getName()).log(System.Logger.Level.INFO, said);
    assertThat(ended).as(said).isTrue();
    assertThat(child.exitValue()).as(said).isZero();
    assertThat(said).contains(LAYERS + " weights");
  }

  /** Reads a file once and says how long that took. */
  public static void main(String[] arguments) {
    long begin = System.nanoTime();
    ImportedNetwork read = OnnxReader.read(Path.of(arguments[0]));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.printf(
        Locale.ROOT,
        "%d weights read in %d ms with at most %d MB of heap%n",
        read.weights().tensors().size(),
        millis,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static void write(Path file) throws IOException {
    HandMade g = new HandMade(1, 17, CHANNELS, 32, 32);
    String x = "x";
    ModelProto.Builder model = ModelProto.newBuilder();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < LAYERS; i++) {
      x = g.node("Relu", List.of(g.node("Conv", List.of(x, "w" + i))));
      byte[] weights = new byte[4 * CHANNELS * CHANNELS * 9];
      random.nextBytes(weights);
      for (int k = 3; k < weights.length; k += 4) {
        weights[k] = (byte) (0x3c ^ (weights[k] & 0x80));
      }
      model
          .getGraphBuilder()
          .addInitializer(
              TensorProto.newBuilder()
                  .setName("w" + i)
                  .setDataType(TensorProto.DataType.FLOAT_VALUE)
                  .addAllDims(List.of((long) CHANNELS, (long) CHANNELS, 3L, 3L))
                  .setRawData(ByteString.copyFrom(weights)));
    }
    g.output(x);
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelProto.parseFrom(g.bytes()).toBuilder()
          .mergeFrom(model.buildPartial())
          .build()
          .writeTo(out);
    }
  }
}
