package dev.notch.cli;

import picocli.CommandLine.Option;

/** {@code --json}. */
final class JsonOption {

  @Option(
      names = "--json",
      description =
          "Print the result as JSON on standard output, and everything else on standard error.")
  private boolean json;

  boolean asked() {
    return json;
  }
}
