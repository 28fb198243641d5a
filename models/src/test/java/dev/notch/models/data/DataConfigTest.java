package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataConfigTest {
  private static final String ALL =
      """
      format: 1
      size: 40
      fit: stretch
      mean: [0.5, 0.4, 0.3]
      std: [0.2, 0.2, 0.1]
      validation: 300
      split-seed: 9
      """;

  @TempDir Path temp;

  @Test
  void theShippedFileIsTheDefault() {
    assertThat(DataConfig.read()).isEqualTo(DataOptions.DEFAULT);
  }

  @Test
  void everyKeyCounts() throws IOException {
    DataOptions options = read(ALL);
    assertThat(options.size()).hasValue(ImageSize.of(40));
    assertThat(options.fit()).isEqualTo(DataOptions.Fit.STRETCH);
    assertThat(options.normalization().orElseThrow().mean()).containsExactly(0.5, 0.4, 0.3);
    assertThat(options.normalization().orElseThrow().std()).containsExactly(0.2, 0.2, 0.1);
    assertThat(options.validation()).hasValue(300);
    assertThat(options.splitSeed()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format: 1 | format: 2 | format is 1, not 2",
        "size: 40 | size: 0 | must be at least 1",
        "fit: stretch | fit: squeeze | crop or stretch, not squeeze",
        "std: [0.2, 0.2, 0.1] | std: | mean and std are given together",
        "std: [0.2, 0.2, 0.1] | std: [0.2, 0, 0.1] | lies above 0",
        "mean: [0.5, 0.4, 0.3] | mean: [127, 127, 127] | between 0 and 1",
        "validation: 300 | validation: many | validation",
      })
  void mistakesNameTheFileAndTheKey(String line, String wrong, String message) {
    assertThatThrownBy(() -> read(ALL.replace(line, wrong)))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("data.yaml")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aSectionAboutTheImagesMayStandAlone() throws IOException {
    DataOptions options =
        read("preprocessing:\n  mean: [0.5, 0.4, 0.3]\n  std: [0.2, 0.2, 0.1]\n  fit: stretch\n");
    assertThat(options.normalization().orElseThrow().std()).containsExactly(0.2, 0.2, 0.1);
    assertThat(options.fit()).isEqualTo(DataOptions.Fit.STRETCH);
    assertThat(options.size()).isEmpty();
    assertThat(read("preprocessing: {size: 24}\nvalidation: 30\n").validation()).hasValue(30);
    assertThatThrownBy(() -> read("preprocessing: {fit: crop}\nfit: stretch\n"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("fit stands in it twice");
    assertThatThrownBy(() -> read("preprocessing: {means: [0, 0, 0]}\n"))
        .isInstanceOf(NotchException.class)
        .hasMessageEndingWith(
            "data.yaml: there is no key means; there are fit, format, mean, size, split-seed, std,"
                + " validation");
    assertThat(read("preprocessing: {size: 48x192}\n").size()).hasValue(new ImageSize(48, 192));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "preprocessing: 5 | preprocessing needs keys of its own",
        "preprocessing: {mean: [0.5 | is no YAML: line",
        "preprocessing: {mean: blue, std: [1, 1, 1]} | mean: a value of this kind does not belong",
        "preprocessing: {size: large} | is no size",
        "'fit: crop' | the key format is missing",
      })
  void whatIsNoSectionIsSaidInOneLine(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("data.yaml")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path none = temp.resolve("none.yaml");
    assertThatThrownBy(() -> DataConfig.read(none)).hasMessage("there is no file " + none);
  }

  @Test
  void unknownKeysAreNamed() {
    assertThatThrownBy(() -> read(ALL + "sise: 3\n"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("sise");
  }

  @Test
  void optionsThatNameNoDataSayWhatThereIs() {
    assertThatThrownBy(() -> DataSource.parse("cifar11:/x"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("use synthetic, cifar10:PATH, cifar100:PATH");
    assertThat(DataSource.parse("cifar100:/some/where")).hasToString("cifar100:/some/where");
  }

  private DataOptions read(String yaml) throws IOException {
    return DataConfig.read(
        Files.writeString(temp.resolve("data.yaml"), yaml, StandardCharsets.UTF_8));
  }
}
