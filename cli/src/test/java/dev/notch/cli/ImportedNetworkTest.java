package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.OpKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX files where names of networks can stand. */
class ImportedNetworkTest {
  private static final int SIDE = 32;

  @TempDir private static Path folder;
  private static Path file;

  @BeforeAll
  static void prepare() throws IOException {
    file = folder.resolve("mine.onnx");
    Network network = Zoo.build("shufflenetv2", 7, new Shape(3, SIDE, SIDE));
    OnnxWriter.write(network, Initializer.scattered(network, 1), file);
    Files.writeString(folder.resolve("text.onnx"), "no network", StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(1);
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < 24; i++) {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < SIDE * SIDE; at++) {
        image.setRGB(at % SIDE, at / SIDE, random.nextInt());
      }
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
  }

  @Test
  void inspectShowsItsLayersAndNames() throws IOException {
    Cli inspect = Cli.run("inspect", file.toString(), "--cache", cache(), "--json");

    assertThat(inspect.status()).as(inspect.err()).isEqualTo(Exit.DONE);
    JsonNode json = new ObjectMapper().readTree(inspect.out());
    assertThat(json.get("model").asText()).isEqualTo("mine");
    assertThat(json.at("/inputs/0/name").asText()).isEqualTo("input");
    assertThat(json.at("/outputs/0/name").asText()).isEqualTo("logits");
    assertThat(json.at("/outputs/0/shape").toString()).isEqualTo("[7,1,1]");
  }

  @Test
  void predictTakesIt() throws IOException {
    Path model = TimingModels.write(folder, 1e9, "shufflenetv2");

    Cli predict = Cli.run("predict", "--model", file.toString(), "--timing-model", "" + model);

    assertThat(predict.status()).as(predict.err()).isEqualTo(Exit.DONE);
  }

  @Test
  void whatCannotBePricedIsToBeProfiledByItsFile() {
    Path model = TimingModels.writeWithout(OpKind.LINEAR, folder, "mobilenet");

    Cli predict = Cli.run("predict", "--model", file.toString(), "--timing-model", "" + model);
    Cli inspect = Cli.run("inspect", file.toString(), "--timing-model", "" + model);

    assertThat(predict.status()).isEqualTo(Exit.FAILED);
    assertThat(predict.err()).contains("cannot be priced", "--model " + file + ";");
    assertThat(inspect.status()).isEqualTo(Exit.DONE);
    assertThat(inspect.err()).contains("no time is predicted", "--model " + file + ";");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model none.onnx | there is no file",
        "--model . | is a folder",
        "--model mine.onnx --data images --images images | give --data or --images, not both",
        "--model mine.onnx --mean 0.5,0.5,0.5 | give --mean and --std together",
        "--model mine.onnx --mean 0.5,0.5 --std 0.5,0.5 | mean and std need three numbers",
        "--model mine.onnx --mean 0.5 --std 0.5 | give --data or --images",
        "--model mine.onnx --data-config none.yaml | there is no file",
        "--model mine.onnx --labels labels.txt | --labels goes with --data DIR",
        "--model mine.onnx --opset 11 | --opset is 17 to 26, not 11",
        "--model mine.onnx --opset 99 | --opset is 17 to 26, not 99",
        "--model mine.onnx --max-error -1 | --max-error",
        "--model mine.onnx --images none | there is no folder",
        "--model mine.onnx --weights w.safetensors | an ONNX file has its own",
        "--model mobilenet --images images | goes with an ONNX file",
        "--model mobilenet --input-size 64 | goes with an ONNX file",
        "--model mine.onnx --input-size 0 | the image size must be at least 1",
        "--model mine.onnx --input-size 99999 | the image size must be at most 16384",
        "--model mine.onnx --input-size 32x | is no size",
      })
  void saysWhatDoesNotGoTogether(String arguments, String message) {
    Cli wrong = run(arguments + " --budget 50%");

    assertThat(wrong.err()).startsWith("optimize: ").contains(message, "--help");
    assertThat(wrong.status()).isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model text.onnx | text.onnx",
        "--model mine.onnx --input-size 32x64 | images of 32x64: its input input is [3, 32, 32]",
      })
  void failsWithOneLine(String arguments, String message) {
    Cli failed = run(arguments + " --budget 50%");

    assertThat(failed.status()).isEqualTo(Exit.FAILED);
    assertThat(failed.err().lines().filter(line -> line.startsWith("optimize: ")))
        .singleElement()
        .asString()
        .contains(message);
  }

  /** The whole way of a user: some minutes. */
  @Test
  @Tag("slow")
  void fitsAFileToItsDevice() throws IOException {
    Path out = folder.resolve("run");

    Cli job =
        run(
            "--model mine.onnx --images images --budget 60% --objective macs --max-error 10"
                + " --effort quick --out "
                + out);

    assertThat(job.status()).as(job.err()).isEqualTo(Exit.DONE);
    assertThat(job.out()).contains("the file as it came", "not measured", "relative error");
    Network narrow = OnnxReader.read(out.resolve("model.onnx")).network();
    Network full = OnnxReader.read(file).network();
    assertThat(narrow.counts().macs()).isLessThanOrEqualTo(full.counts().macs() * 6 / 10);
    assertThat(narrow.classes()).isEqualTo(full.classes());
    JsonNode result = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(result.at("/agreement/outputs/logits").isNumber()).isTrue();
    assertThat(result.at("/original/difference").asDouble()).isLessThan(1e-4);
  }

  /** Names of files in the folder become paths. */
  private static Cli run(String line) {
    List<String> arguments = new ArrayList<>();
    for (String word : line.split(" ")) {
      boolean inFolder =
          word.equals(".") || Files.exists(folder.resolve(word)) || word.startsWith("none");
      arguments.add(inFolder ? folder.resolve(word).toString() : word);
    }
    arguments.addAll(List.of("--cache", cache()));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static String cache() {
    return folder.resolve("cache").toString();
  }
}
