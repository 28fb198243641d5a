package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
  @TempDir private Path cache;

  @Test
  void whatCannotBeEvaluatedIsAUsageError() {
    assertUsage("both are 4", "--seed", "4", "--test-seed", "4");
    assertUsage("name each --runtime once", "--runtime", "pytorch,pytorch");
    assertUsage("--threads must be at least 1", "--threads", "0");
    assertUsage("must not be negative", "--variants", "-1");
    assertUsage("seconds above 0", "--seconds", "0");
    assertUsage("tensorflow", "--runtime", "tensorflow");
    assertUsage("resnet51", "--model", "resnet51");
    assertUsage("unknown effort great", "--effort", "great");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void helpShowsAnExampleAndWhatIsWritten() {
    Cli cli = Cli.run("evaluate", "--help");

    assertThat(cli.status()).isEqualTo(Exit.DONE);
    assertThat(cli.out())
        .contains("optimize evaluate --runtime onnxruntime", "networks.csv", "--no-baselines");
  }

  private void assertUsage(String message, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "evaluate";
    args[1] = "--cache";
    args[2] = cache.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    Cli cli = Cli.run(args);
    assertThat(cli.status()).as(String.join(" ", options)).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(message);
  }
}
