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
