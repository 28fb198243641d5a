package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir private Path folder;

  @Test
  void listsLayersAndGroupsThatReferToEachOther() throws IOException {
    JsonNode json = json("mobilenetv2");

    assertThat(json.at("/inputs/0/shape").toString()).isEqualTo("[3,32,32]");
    assertThat(json.at("/outputs/0/shape").toString()).isEqualTo("[100,1,1]");
    List<String> names = new ArrayList<>();
    long params = 0;
    long macs = 0;
    for (JsonNode layer : json.get("layers")) {
      names.add(layer.get("name").asText());
      params += layer.get("params").asLong();
      macs += layer.get("macs").asLong();
      for (JsonNode group : layer.get("groups")) {
        assertThat(json.get("groups").get(group.asInt()).get("frozen").asBoolean()).isFalse();
      }
    }
    assertThat(params).isEqualTo(json.get("params").asLong()).isEqualTo(2_369_380);
    assertThat(macs).isEqualTo(json.get("macs").asLong());
    for (int id = 0; id < json.get("groups").size(); id++) {
      JsonNode group = json.get("groups").get(id);
      assertThat(group.get("id").asInt()).isEqualTo(id);
      assertThat(group.get("reason").isNull()).isEqualTo(!group.get("frozen").asBoolean());
    }
    assertThat(json.at("/layers/0/group").asInt()).isZero();
    assertThat(names).contains(json.at("/groups/0/layers/0").asText());
  }

  @Test
  void saysWhatIsFrozenAndWhatItTakes() throws IOException {
    Path model = TimingModels.write(folder, 1e9, "mobilenet");

    Cli inspect = Cli.run("inspect", "mobilenet", "--timing-model", model.toString());

    assertThat(inspect.status()).as(inspect.err()).isEqualTo(Exit.DONE);
    assertThat(inspect.out())
        .contains("frozen: the output of the network")
        .contains("frozen: the input of the network")
        .contains("predicted:")
        .contains("depthwise");
  }

  @Test
  void namesTheNearestNetwork() {
    Cli inspect = Cli.run("inspect", "mobilnet");

    assertThat(inspect.status()).isEqualTo(Exit.USAGE);
    assertThat(inspect.err()).contains("did you mean mobilenet?");
  }

  private JsonNode json(String name) throws IOException {
    String cache = folder.resolve("cache").toString();
    Cli inspect = Cli.run("inspect", name, "--cache", cache, "--json");
    assertThat(inspect.status()).as(inspect.err()).isEqualTo(Exit.DONE);
    return new ObjectMapper().readTree(inspect.out());
  }
}
