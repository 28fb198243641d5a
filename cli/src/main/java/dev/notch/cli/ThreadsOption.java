package dev.notch.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads}. */
final class ThreadsOption {

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that run what is measured (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  int count() {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, not " + threads);
    }
    return threads;
  }
}
