package dev.notch.cli;

import dev.notch.models.data.DataConfig;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSource;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data} and how its pictures are prepared. */
final class DataChoice {

  @Option(
      names = "--data",
      defaultValue = "synthetic",
      paramLabel = "DATA",
      description =
          "synthetic, cifar10:PATH, cifar100:PATH, or a folder with a folder of images for each"
              + " class (default: ${DEFAULT-VALUE}).")
  private DataSource source;

  @Option(
      names = "--data-config",
      paramLabel = "FILE.yaml",
      description = "Size, normalisation and division of the images; see configs/data.yaml.")
  private Path config;

  DataSource source() {
    return source;
  }

  DataOptions options() {
    return config == null ? DataOptions.DEFAULT : DataConfig.read(config);
  }
}
