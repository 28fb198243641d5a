package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.ModelJson;
import dev.notch.timing.TimingModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private static final String LAYER = "conv2d in=47 out=64 k=3 h=16";

  @TempDir private Path folder;

  @Test
  void theJsonOfSomeKindsIsATimingModelWithTheSamePrices() throws IOException {
    Path file = TimingModels.write(folder, 1e9);
    Cli cli = tree(file, "--op", "conv2d,add", "--json");

    TimingModel some = ModelJson.parse(cli.out());
    assertThat(some.trees()).containsOnlyKeys(OpKind.CONV2D, OpKind.ADD);
    LayerConfig layer = LayerConfig.parse(LAYER);
    assertThat(some.predict(layer)).isEqualTo(ModelJson.read(file).predict(layer));
    assertThat(new ObjectMapper().readTree(cli.out()).at("/columns/variables")).isNotEmpty();
    assertThat(tree(file, "--format", "json", "--op", "conv2d", "--op", "add").out())
        .isEqualTo(cli.out());
  }

  @Test
  void writesAFileWhole() throws IOException {
    Path out = folder.resolve("new/tree.svg");
    Cli cli = tree(TimingModels.write(folder, 1e9), "--format", "svg", "--out", out.toString());

    assertThat(cli.status()).isEqualTo(Exit.DONE);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("wrote " + out);
    assertThat(Files.readString(out, StandardCharsets.UTF_8))
        .startsWith("<?xml")
        .endsWith("</svg>\n");
    assertThat(out.getParent().toFile().list()).containsExactly("tree.svg");
  }

  @Test
  void drawsEveryKindInOneGraph() {
    Cli cli = tree(TimingModels.write(folder, 1e9), "--format", "dot");

    assertThat(cli.out()).startsWith("digraph {").endsWith("}\n");
    assertThat(cli.out().lines().filter(line -> line.contains("subgraph cluster_")))
        .hasSize(OpKind.values().length);
  }

  @Test
  void explainsALayer() throws IOException {
    Path file = TimingModels.write(folder, 1e9);
    Cli text = tree(file, "--explain", LAYER);
    JsonNode json = new ObjectMapper().readTree(tree(file, "--explain", LAYER, "--json").out());

    assertThat(text.out()).contains("MMACs[16]", "predicted", "in = 47", "48").contains("widen to");
    assertThat(json.get("predicted_ms").asDouble())
        .isEqualTo(ModelJson.read(file).predict(LayerConfig.parse(LAYER)));
    assertThat(json.at("/dimensions/0/expansion/width").asInt()).isEqualTo(48);
    assertThat(json.at("/dimensions/0/narrower/width").asInt()).isEqualTo(32);
    assertThat(json.get("seen").asBoolean()).isTrue();
  }

  @Test
  void anUnreadableLayerIsOneLineWithAnExample() {
    Cli cli = Cli.run("tree", "--explain", "conv2d in=47 depth=3");

    assertThat(cli.status()).isEqualTo(Exit.USAGE);
    assertThat(cli.err().lines().findFirst().orElseThrow())
        .contains("depth=3", "write it like 'conv2d in=47 out=64 k=3 h=16'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--json --format svg",
        "--explain add_in=8_h=4 --op add",
        "--explain add_in=8_h=4 --format dot",
        "--format pdf"
      })
  void whatExcludesEachOtherIsWrongUsage(String arguments) {
    String[] words = arguments.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace('_', ' ');
    }
    Cli cli = tree(TimingModels.write(folder, 1e9), words);

    assertThat(cli.status()).as(cli.err()).isEqualTo(Exit.USAGE);
    assertThat(cli.out()).isEmpty();
  }

  private static Cli tree(Path model, String... options) {
    String[] line = new String[options.length + 3];
    line[0] = "tree";
    line[1] = "--timing-model";
    line[2] = model.toString();
    System.arraycopy(options, 0, line, 3, options.length);
    return Cli.run(line);
  }
}
