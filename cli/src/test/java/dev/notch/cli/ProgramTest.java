package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ProgramTest {

  @Test
  void printsItsVersion() {
    assertThat(Cli.run("--version").out()).matches("notch \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithExamples(String command) {
    Cli help = Cli.run(command, "--help");

    assertThat(help.status()).isEqualTo(Exit.DONE);
    assertThat(help.out())
        .contains("Usage: optimize " + command, "Examples:", "  optimize " + command);
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRejectsWhatItDoesNotKnow(String command) {
    Cli unknown = Cli.run(command, "--no-such-option");

    assertThat(unknown.status()).isEqualTo(Exit.USAGE);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).contains("optimize " + command + " --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "--budget", "--threads=x"})
  void badLinesAreUsageErrors(String argument) {
    Cli bad = Cli.run(argument);

    assertThat(bad.status()).isEqualTo(Exit.USAGE);
    assertThat(bad.err()).startsWith("optimize: ").contains("--help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--model lenet --budget 50%",
        "--model mobilenet --budget fast",
        "--model mobilenet --budget 50% --effort heroic",
        "--model mobilenet --budget 50% --importance none",
        "--model mobilenet --budget 50% --epochs 0",
        "--model mobilenet --budget 50% --threads 0",
        "--model mobilenet --budget 50% --train-threads 0",
        "--model mobilenet --budget 50% --max-drop -1",
        "--model mobilenet --budget 5ms --objective macs",
        "--model mobilenet --budget 50% --data nowhere/",
        "train --model lenet",
        "train --model mobilenet --epochs 0",
        "train --model mobilenet --data cifar11:x",
        "profile --model lenet",
        "profile --threads 0",
        "predict --model lenet",
        "export --model lenet --out x.onnx"
      })
  void valuesThatCannotBeAreUsageErrors(String arguments) {
    Cli bad = Cli.run(arguments.split(" "));

    assertThat(bad.err()).startsWith("optimize: ").contains("--help");
    assertThat(bad.status()).isEqualTo(Exit.USAGE);
  }

  @Test
  void saysWhatToDoWithoutArguments() {
    assertThat(Cli.run().status()).isEqualTo(Exit.USAGE);
  }

  static Stream<String> commands() {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    CommandLine line = new Program(nowhere, nowhere).commandLine();
    assertThat(line.getSubcommands().keySet()).containsAll(List.of("models", "export"));
    return line.getSubcommands().keySet().stream();
  }
}
