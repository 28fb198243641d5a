package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelJsonTest {
  private static final TimingModel MODEL =
      Fitter.model(SyntheticProfile.of(List.of("shufflenetv2"), 10, 3, 0.05), "onnxruntime", 1);

  @Test
  void aModelSurvivesTheRoundTripExactly() {
    assertThat(ModelJson.parse(ModelJson.toJson(MODEL).toString())).isEqualTo(MODEL);
  }

  @Test
  void filesAreWrittenWhole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deeper").resolve("model.json");
    ModelJson.write(MODEL, file);
    ModelJson.write(MODEL, file);
    assertThat(ModelJson.read(file)).isEqualTo(MODEL);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aModelSavedByVersion1IsStillRead() throws IOException {
    TimingModel model = ModelJson.parse(golden());
    LayerConfig layer = LayerConfig.parse("pointwise in=48 out=64 h=16");
    // From the file: 0.02 * MMACs[16] + 0.05 * MB[16] + 0.004; 0.786432 MMACs, 0.114688 MB.
    assertThat(model.predict(layer)).isEqualTo(0.02 * 0.786432 + 0.05 * 0.114688 + 0.004);
    assertThat(model.predict(LayerConfig.parse("pointwise in=47 out=64 h=16"))).isEqualTo(0.25);
    assertThat(model.network()).isEqualTo(new NetworkTerm(Map.of(), 0.013, List.of()));
    assertThat(model.provenance().noiseFloor()).hasValue(0.012);
    assertThat(model.provenance().architectures()).isEmpty();
    assertThat(model.provenance().neverProfiled("mobilenet")).isFalse();
  }

  @Test
  void aModelKnowsWhichArchitecturesItWasFittedTo() {
    Provenance provenance = ModelJson.parse(ModelJson.toJson(MODEL).toString()).provenance();
    assertThat(provenance.architectures()).containsExactly("shufflenetv2");
    assertThat(provenance.neverProfiled("shufflenetv2")).isFalse();
    assertThat(provenance.neverProfiled("mobilenet")).isTrue();
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    assertRefused(golden().replace("\"version\" : 1", "\"version\" : 3"), "optimize fit");
  }

  @Test
  void whatItDoesNotKnowIsRefused() throws IOException {
    assertRefused(golden().replace("\"scale\"", "\"factor\" : 3, \"scale\""), "factor");
    assertRefused(golden().replace("\"variable\" : \"in\"", "\"variable\" : \"colour\""), "colour");
    assertRefused(golden().replace("\"scale\" : 1.0,", ""), "scale");
    assertRefused(golden().replace("0.25", "-0.25"), "negative");
    assertRefused("{", "no timing model");
  }

  private static void assertRefused(String json, String reason) {
    assertThatThrownBy(() -> ModelJson.parse(json))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(reason);
  }

  private static String golden() throws IOException {
    try (InputStream in = ModelJsonTest.class.getResourceAsStream("timing-model-v1.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
