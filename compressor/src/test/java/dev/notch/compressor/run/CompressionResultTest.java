package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.compressor.run.CompressionResult.Accuracy;
import dev.notch.compressor.run.CompressionResult.BudgetResult;
import dev.notch.compressor.run.CompressionResult.Correction;
import dev.notch.compressor.run.CompressionResult.Dataset;
import dev.notch.compressor.run.CompressionResult.GuardResult;
import dev.notch.compressor.run.CompressionResult.Latency;
import dev.notch.compressor.run.CompressionResult.Measured;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import dev.notch.compressor.run.CompressionResult.Outcome;
import dev.notch.compressor.run.CompressionResult.ParetoPoint;
import dev.notch.compressor.run.CompressionResult.SearchSummary;
import dev.notch.compressor.run.CompressionResult.Speedup;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionResultTest {

  static CompressionResult example() {
    Measured measured = new Measured(1.25, 1.5, 1.75, 2.0, 400, 0.01, Optional.empty());
    return new CompressionResult(
        CompressionResult.FORMAT,
        "notch 0.1.0",
        "optimize --model tiny --budget 50%",
        "tiny",
        new Outcome(true, "done", 0),
        "Some CPU, 2 cores",
        "abc",
        "onnxruntime",
        "1.29.0",
        1,
        7,
        "quick",
        "time",
        Optional.of(new Dataset("synthetic", "ff", 10, 100, 20, 20)),
        Optional.empty(),
        network(Optional.of("model.onnx"), measured),
        network(Optional.empty(), measured),
        new Speedup(2.0, 1.9, 2.1),
        new GuardResult(
            Optional.of(1.0),
            Optional.of(0.5),
            Optional.of(-0.5),
            Optional.of(1.5),
            Optional.of(0.9),
            true,
            true,
            20,
            "passed"),
        Optional.empty(),
        new BudgetResult("50%", 1.04, 0.5, 0.5, true),
        new SearchSummary(4800, 1.5, List.of(new ParetoPoint(0.7, 0.8, 1000, 100))),
        List.of(new Correction(1.0, 1.1, 1.1)),
        Map.of("search", 1.5),
        List.of("a note"));
  }

  private static NetworkResult network(Optional<String> file, Measured measured) {
    return new NetworkResult(
        Map.of("stem", 16),
        100,
        1000,
        Optional.of(new Accuracy(0.9, 0.875, 20)),
        new Latency(1.4, Optional.of(measured)),
        file,
        file.map(f -> "00ff"));
  }

  @Test
  void hasTheDocumentedStructureInEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Json.text(example())).isEqualTo(golden());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String golden() throws IOException {
    try (InputStream in = CompressionResultTest.class.getResourceAsStream("run.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void readsWhatItWrote(@TempDir Path folder) {
    Json.write(folder.resolve("run.json"), example());
    assertThat(CompressionResult.read(folder.resolve("run.json"))).isEqualTo(example());
  }

  @Test
  void refusesAnotherFormat(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.json");
    Files.writeString(
        file,
        Json.text(example()).replace("\"format\" : 1", "\"format\" : 99"),
        StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CompressionResult.read(file))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("99");
  }
}
