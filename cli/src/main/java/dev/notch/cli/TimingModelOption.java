package dev.notch.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --timing-model}. */
final class TimingModelOption {

  @Option(
      names = "--timing-model",
      paramLabel = "FILE.json",
      description = "A timing model (default: the one of this device, runtime and threads).")
  private Optional<Path> file;

  Optional<Path> file() {
    return file;
  }
}
