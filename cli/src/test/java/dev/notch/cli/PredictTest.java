package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictTest {
  @TempDir private Path folder;

  @Test
  void predictsANarrowedNetwork() throws IOException {
    Path model = TimingModels.write(folder, 1e9, "mobilenet");
    Path plan = folder.resolve("plan.json");
    AtomicFile.writeText(
        plan, "{\"model\": \"mobilenet\", \"widths\": {\"unit1.conv2\": 32, \"stem.conv\": 16}}");

    JsonNode full = json("--timing-model", model.toString(), "--model", "mobilenet");
    JsonNode narrow = json("--timing-model", model.toString(), "--widths", plan.toString());

    assertThat(narrow.get("model").asText()).isEqualTo("mobilenet");
    assertThat(narrow.get("predicted_ms").asDouble())
        .isLessThan(full.get("predicted_ms").asDouble());
    assertThat(narrow.at("/layers/0/config").asText()).contains("conv2d in=3 out=16");
    assertThat(narrow.get("warnings")).isEmpty();
  }

  @Test
  void anIllegalPlanNamesTheGroup() {
    Path plan = folder.resolve("plan.json");
    AtomicFile.writeText(plan, "{\"widths\": {\"stem.conv\": 64}}");

    Cli cli = Cli.run("predict", "--model", "mobilenet", "--widths", plan.toString());

    assertThat(cli.status()).isEqualTo(Exit.FAILED);
    assertThat(cli.err()).contains("stem.conv at 32").hasLineCount(1);
  }

  @Test
  void aNetworkMustBeNamedSomewhere() {
    Path plan = folder.resolve("plan.json");
    AtomicFile.writeText(plan, "{\"widths\": {\"stem.conv\": 16}}");

    Cli cli = Cli.run("predict", "--widths", plan.toString());

    assertThat(cli.status()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains("--model NAME");
  }

  @Test
  void warnsOfUnprofiledArchitecturesAndSizes() throws IOException {
    Path model = TimingModels.write(folder, 1, "mobilenet");
    String[] options = {"--timing-model", model.toString(), "--model", "shufflenetv2"};

    JsonNode json = json(options);
    Cli text = predict(options);

    assertThat(json.get("warnings")).hasSize(2);
    assertThat(json.get("unseen_layers").asInt()).isPositive();
    assertThat(text.err())
        .contains("warning: shufflenetv2 was never profiled", "knows mobilenet")
        .contains("% of the time, are of sizes beyond what was measured")
        .contains(
            "optimize profile --model shufflenetv2 --classes 100 --input-size 32 --runtime onnxruntime --threads 1")
        .hasLineCount(2);
    assertThat(text.out()).doesNotContain("warning");
  }

  @Test
  void namesTheSizeOfImagesThatAreNoSquares() {
    Path model = TimingModels.write(folder, 1, "mobilenet");

    Cli predict =
        predict("--timing-model", "" + model, "--model", "shufflenetv2", "--input-size", "64x32");

    assertThat(predict.err()).contains("--classes 100 --input-size 64x32 --runtime");
  }

  private static JsonNode json(String... options) throws IOException {
    String[] line = Arrays.copyOf(options, options.length + 1);
    line[options.length] = "--json";
    return new ObjectMapper().readTree(predict(line).out());
  }

  private static Cli predict(String... options) {
    String[] line = new String[options.length + 1];
    line[0] = "predict";
    System.arraycopy(options, 0, line, 1, options.length);
    return Cli.run(line);
  }
}
