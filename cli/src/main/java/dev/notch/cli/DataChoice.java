package dev.notch.cli;

import dev.notch.models.data.DataConfig;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSource;
import dev.notch.models.data.FolderSource;
import dev.notch.models.data.Normalization;
import dev.notch.models.data.SyntheticSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --data} and how its pictures are prepared. */
final class DataChoice {

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "synthetic, cifar10:PATH, cifar100:PATH, or a folder with a folder of images for each"
              + " class (default: synthetic; none for an ONNX file).")
  private DataSource source;

  @Option(
      names = "--data-config",
      paramLabel = "FILE.yaml",
      description =
          "Size, normalisation and division of the images; see configs/data.yaml. Those about the"
              + " images themselves may stand alone, in a section preprocessing.")
  private Path config;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Class names, one a line, in the order of the network's outputs (default: the folders'"
              + " names in alphabetical order).")
  private Path labels;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      description =
          "What is taken off each channel, where 255 is 1, such as 0.485,0.456,0.406; one number for"
              + " networks on grey images (default: computed from the training images).")
  private List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      description = "What each channel is then divided by, such as 0.229,0.224,0.225.")
  private List<Double> std;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The pictures that were named, or else those that Notch draws. */
  DataSource source() {
    return named().orElseGet(SyntheticSource::new);
  }

  /** The pictures that were named. */
  Optional<DataSource> named() {
    if (labels == null) {
      return Optional.ofNullable(source);
    }
    if (source instanceof FolderSource folder) {
      return Optional.of(new FolderSource(folder.folder(), Optional.of(labels)));
    }
    throw new ParameterException(spec.commandLine(), "--labels goes with --data DIR");
  }

  /** Whether it was said how pictures are prepared. */
  boolean prepared() {
    return config != null || mean != null || std != null;
  }

  DataOptions options() {
    DataOptions options = config == null ? DataOptions.DEFAULT : DataConfig.read(config);
    if ((mean == null) != (std == null)) {
      throw new ParameterException(spec.commandLine(), "give --mean and --std together");
    }
    return mean == null ? options : options.withNormalization(new Normalization(mean, std));
  }
}
