package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir private Path folder;

  @Test
  void writesANetworkWhoseAnswersDependOnThePicture() throws OrtException {
    Path file = folder.resolve("deep/shufflenetv2.onnx");

    Cli export = export("--model", "shufflenetv2", "--classes", "7", "--out", file.toString());

    assertThat(export.status()).as(export.err()).isEqualTo(Exit.DONE);
    assertThat(export.out()).isEmpty();
    float[] one = logits(file, 1);
    assertThat(one).hasSize(7).isNotEqualTo(logits(file, 2));
    for (float logit : one) {
      assertThat(logit).isFinite();
    }
  }

  @Test
  void theSeedDecides() throws IOException {
    assertThat(bytes("1", "a")).isEqualTo(bytes("1", "b")).isNotEqualTo(bytes("2", "c"));
  }

  @Test
  void namesTheNearestNetwork() {
    Cli export = export("--model", "mobilnet", "--out", folder.resolve("x.onnx").toString());

    assertThat(export.status()).isEqualTo(Exit.USAGE);
    assertThat(export.err()).startsWith("optimize: ").contains("did you mean mobilenet?");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void showsATraceOnlyIfAsked() {
    Cli export =
        export("-v", "--model", "mobilenet", "--format", "onnx", "--out", folder.toString());

    assertThat(export.err()).contains("NotchException", "\tat ");
  }

  @Test
  void saysWhyItCannotWrite() {
    Cli export = export("--model", "mobilenet", "--format", "onnx", "--out", folder.toString());

    assertThat(export.status()).isEqualTo(Exit.FAILED);
    assertThat(export.err()).contains(folder.toString()).hasLineCount(1);
  }

  @Test
  void convertsAFileToAnotherOpsetAndToHalfPrecision() throws IOException {
    Path file = folder.resolve("net.onnx");
    Path half = folder.resolve("half.onnx");
    export("--model", "mobilenetv2", "--classes", "4", "--out", file.toString());

    Cli export =
        export("--model", file.toString(), "--half", "--opset", "20", "--json", "--out", half + "");

    assertThat(export.status()).as(export.err()).isEqualTo(Exit.DONE);
    JsonNode written = new ObjectMapper().readTree(export.out());
    assertThat(written.get("format").asText()).isEqualTo("onnx");
    assertThat(written.get("opset").asInt()).isEqualTo(20);
    assertThat(written.get("differences").get(0).asDouble()).isBetween(1e-9, 0.1);
    OnnxSignature signature = OnnxReader.read(half).signature();
    assertThat(signature.half()).isTrue();
    assertThat(signature.opset()).isEqualTo(20);
    assertThat(signature.outputs()).isEqualTo(OnnxReader.read(file).signature().outputs());
    assertThat(Files.size(half)).isLessThan(Files.size(file) * 6 / 10);

    Path script = folder.resolve("half.pt");
    Cli single = export("--model", half.toString(), "--out", script.toString());
    assertThat(single.status()).as(single.err()).isEqualTo(Exit.DONE);
    assertThat(script).isRegularFile();
  }

  @Test
  void writesWeightsAsSafetensors() {
    Path file = folder.resolve("net.safetensors");

    Cli export = export("--model", "shufflenet", "--seed", "3", "--out", file.toString());

    assertThat(export.status()).as(export.err()).isEqualTo(Exit.DONE);
    assertThat(export.err()).contains("wrote " + file, "differ by 0.0e+00");
    Safetensors.Content content = Safetensors.read(file);
    content.weights().verifyFor(Zoo.build("shufflenet", 100, new Shape(3, 32, 32)));
    assertThat(content.metadata())
        .containsEntry("notch.network", "shufflenet")
        .containsEntry("notch.weights", "initialised and calibrated, seed 3");
  }

  @Test
  void wantsAFormatAndAnOpsetThatItKnows() {
    Cli name = export("--model", "mobilenet", "--out", folder.resolve("x.bin").toString());
    Cli version =
        export("--model", "mobilenet", "--opset", "99", "--out", folder.resolve("x.onnx") + "");

    assertThat(name.status()).isEqualTo(Exit.USAGE);
    assertThat(name.err()).contains(".onnx or .safetensors or .pt");
    assertThat(version.status()).isEqualTo(Exit.USAGE);
    assertThat(version.err()).contains("--opset: opset 99 cannot be written, only up to 26");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhichOpsetItWroteWhereAnOlderOneWasAskedFor() {
    Path file = folder.resolve("net.onnx");

    Cli export = export("--model", "mobilenet", "--opset", "9", "--out", file.toString());

    assertThat(export.err()).contains("wrote " + file + " (opset 17, untrained weights");
    assertThat(OnnxReader.read(file).signature().opset()).isEqualTo(17);
  }

  @Test
  void doesNotWriteOverTheOriginal() throws IOException {
    Path file = folder.resolve("net.onnx");
    export("--model", "mobilenet", "--classes", "4", "--out", file.toString());
    byte[] before = Files.readAllBytes(file);

    Cli export = export("--model", file + "", "--half", "--out", folder + "/./net.onnx");

    assertThat(export.status()).isEqualTo(Exit.FAILED);
    assertThat(export.err()).contains("is what is to be exported; name another file with --out");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void saysThatARunHoldsNoResult() {
    Cli export = export("--run", folder.toString(), "--out", folder.resolve("x.onnx") + "");

    assertThat(export.status()).isEqualTo(Exit.FAILED);
    assertThat(export.err()).contains(folder + " holds no finished run").hasLineCount(1);
  }

  private byte[] bytes(String seed, String name) throws IOException {
    Path file = folder.resolve(name + ".onnx");
    assertThat(export("--model", "mobilenet", "--seed", seed, "--out", file.toString()).status())
        .isEqualTo(Exit.DONE);
    return Files.readAllBytes(file);
  }

  private static Cli export(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "export";
    System.arraycopy(args, 0, line, 1, args.length);
    return Cli.run(line);
  }

  private static float[] logits(Path file, long seed) throws OrtException {
    SplittableRandom random = new SplittableRandom(seed);
    float[][][][] picture = new float[1][3][32][32];
    for (float[][] channel : picture[0]) {
      for (float[] row : channel) {
        for (int x = 0; x < row.length; x++) {
          row[x] = (float) random.nextGaussian();
        }
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, picture);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }
}
