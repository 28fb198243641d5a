package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingCommandsTest {
  @TempDir private Path cache;

  @Test
  void withoutAProfileTheySayWhatToRun() {
    for (String command : new String[] {"fit", "tree"}) {
      Cli cli = Cli.run(command, "--cache", cache.toString(), "--threads", "3");

      assertThat(cli.status()).isEqualTo(Exit.FAILED);
      assertThat(cli.err()).contains("optimize profile", "3 thread(s)").hasLineCount(1);
    }
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = cache.resolve("device.json");

    Cli cli =
        Cli.run("predict", "--model", "mobilenet", "--timing-model", missing.toString(), "--json");

    assertThat(cli.status()).isEqualTo(Exit.FAILED);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains(missing.toString()).hasLineCount(1);
  }

  @Test
  void unknownRuntimesAndKindsAreUsageErrors() {
    Cli runtime = Cli.run("tree", "--runtime", "tensorflow");
    Cli kind = Cli.run("tree", "--op", "convolution");

    assertThat(runtime.status()).isEqualTo(Exit.USAGE);
    assertThat(runtime.err()).contains("tensorflow", "onnxruntime");
    assertThat(kind.status()).isEqualTo(Exit.USAGE);
    assertThat(kind.err()).contains("convolution", "conv2d");
  }

  @Test
  void numbersOutOfRangeAreRejected() {
    assertThat(Cli.run("tree", "--cache", cache.toString(), "--threads", "0").err())
        .contains("--threads must be at least 1");
    assertThat(Cli.run("fit", "--cache", cache.toString(), "--folds", "1").err())
        .contains("--folds must be 0 or at least 2");
  }
}
