package dev.notch.cli;

import dev.notch.models.graph.ImageSize;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.source.ModelSource;
import dev.notch.models.source.OnnxFile;
import dev.notch.models.zoo.Zoo;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which network: one of the ten for which pictures, or a file. */
final class NetworkOptions {
  private static final int CLASSES = 100;
  private static final int SIZE = 32;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE.onnx",
      completionCandidates = Names.class,
      description = "The network: ${COMPLETION-CANDIDATES}, or an ONNX file.")
  private ModelSource network;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Number of classes of one of the ten (default: " + CLASSES + ").")
  private Optional<Integer> classes;

  @Option(
      names = "--input-size",
      paramLabel = "PIXELS|HxW",
      description =
          "Size of the images, 224 or 64x128 (height x width), of one of the ten (default: "
              + SIZE
              + "), or of a file that leaves it open.")
  private Optional<ImageSize> size;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  boolean named() {
    return network != null;
  }

  ChosenNetwork choose() {
    return choose(Optional.empty(), Optional.empty());
  }

  /** The network that the options name, or else the given one. */
  ChosenNetwork choose(Optional<ModelSource> otherwise, Optional<Integer> otherwiseClasses) {
    ModelSource source =
        Optional.ofNullable(network)
            .or(() -> otherwise)
            .orElseThrow(() -> wrong("say which network: --model NAME or --model FILE.onnx"));
    if (source instanceof OnnxFile file) {
      return imported(file);
    }
    int outputs = classes.or(() -> otherwiseClasses).orElse(CLASSES);
    ImageSize image = size.orElse(ImageSize.of(SIZE));
    return new ChosenNetwork(
        source, Zoo.build(source.name(), outputs, image.channels(3)), Optional.empty());
  }

  private ChosenNetwork imported(OnnxFile file) {
    if (classes.isPresent()) {
      throw wrong("--classes goes with the ten networks; a file has its own");
    }
    ImportedNetwork imported = file.read(size);
    return new ChosenNetwork(file, imported.network(), Optional.of(imported));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** What a shell may offer. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Zoo.names().iterator();
    }
  }
}
