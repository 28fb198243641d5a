package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTest {
  private static final List<String> FIELDS =
      List.of(
          "name",
          "params",
          "macs",
          "conv2d",
          "conv_depthwise",
          "batchnorm",
          "linear",
          "add",
          "concat",
          "channel_groups");

  @Test
  void listsEveryNetworkAsJson() throws IOException {
    Cli models = Cli.run("models", "--json");

    JsonNode list = new ObjectMapper().readTree(models.out());
    assertThat(list)
        .hasSize(10)
        .extracting(node -> node.get("name").asText())
        .isEqualTo(Zoo.names());
    list.forEach(node -> assertThat(names(node)).isEqualTo(FIELDS));
    assertThat(models.err()).isEmpty();
  }

  @Test
  void countsWhatThePaperOfMobileNetV2Describes() throws IOException {
    JsonNode network = named("mobilenetv2");

    assertThat(network.get("params").asLong()).isEqualTo(2_369_380);
    assertThat(network.get("conv_depthwise").asInt()).isEqualTo(17);
    assertThat(network.get("add").asInt()).isEqualTo(10);
    assertThat(network.get("channel_groups").asInt()).isPositive();
  }

  @Test
  void theTableMarksErrorsAsPublished() {
    Cli models = Cli.run("models");

    assertThat(models.status()).isEqualTo(Exit.DONE);
    assertThat(models.out())
        .contains("mobilenetv2")
        .contains("31.92")
        .contains("published CIFAR-100 top-1 error")
        .doesNotContain("31,92");
  }

  private static JsonNode named(String name) throws IOException {
    for (JsonNode node : new ObjectMapper().readTree(Cli.run("models", "--json").out())) {
      if (node.get("name").asText().equals(name)) {
        return node;
      }
    }
    throw new AssertionError(name + " is not listed");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
