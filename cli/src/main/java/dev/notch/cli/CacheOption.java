package dev.notch.cli;

import dev.notch.compressor.run.Cache;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --cache}. */
final class CacheOption {

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Folder of profiles, timing models, baselines and the lock between measuring and training"
              + " (default: the user's cache).")
  private Optional<Path> chosen;

  Path folder() {
    return chosen.orElseGet(
        () -> Cache.defaultFolder(System.getenv(), Path.of(System.getProperty("user.home"))));
  }
}
