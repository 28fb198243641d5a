package dev.notch.cli;

import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Network;
import dev.notch.models.source.ModelSource;
import dev.notch.models.source.OnnxFile;
import dev.notch.models.zoo.Zoo;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which networks, and for which pictures. */
final class ZooOptions {
  private static final int SIZE = 32;

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "NAME|FILE.onnx",
      completionCandidates = NetworkOptions.Names.class,
      description =
          "Networks that are to be predicted, by name or as ONNX files (default: all ten).")
  private List<ModelSource> models = Zoo.names().stream().map(ModelSource::parse).toList();

  @Option(
      names = "--classes",
      defaultValue = "100",
      paramLabel = "N",
      description = "The number of classes of the ten (default: ${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--input-size",
      paramLabel = "PIXELS|HxW",
      description =
          "Size of the images, 224 or 64x128 (height x width), of the ten (default: "
              + SIZE
              + ") and of files that leave it open.")
  private Optional<ImageSize> size;

  /** Whether some came as files. */
  boolean files() {
    return models.stream().anyMatch(OnnxFile.class::isInstance);
  }

  /** Each at full width. */
  List<Network> build() {
    return models.stream().map(this::build).toList();
  }

  private Network build(ModelSource source) {
    return source instanceof OnnxFile file
        ? file.read(size).network()
        : Zoo.build(source.name(), classes, size.orElse(ImageSize.of(SIZE)).channels(3));
  }
}
