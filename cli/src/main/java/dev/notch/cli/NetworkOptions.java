package dev.notch.cli;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import dev.notch.models.zoo.ZooEntry;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which network of the zoo, and for which pictures. */
final class NetworkOptions {
  private static final int CLASSES = 100;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "The network: ${COMPLETION-CANDIDATES}.")
  private ZooEntry network;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Number of classes (default: " + CLASSES + ").")
  private Optional<Integer> classes;

  @Option(
      names = "--input-size",
      defaultValue = "32",
      paramLabel = "PIXELS",
      description = "Height and width of the images (default: ${DEFAULT-VALUE}).")
  private int size;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  boolean named() {
    return network != null;
  }

  Network build() {
    return build(Optional.empty(), Optional.empty());
  }

  /** The network that the options name, or else the given one. */
  Network build(Optional<String> otherwise, Optional<Integer> otherwiseClasses) {
    String name =
        Optional.ofNullable(network)
            .map(ZooEntry::name)
            .or(() -> otherwise)
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(), "say which network: --model NAME"));
    int outputs = classes.or(() -> otherwiseClasses).orElse(CLASSES);
    return Zoo.build(name, outputs, new Shape(3, size, size));
  }

  /** What a shell may offer. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Zoo.names().iterator();
    }
  }
}
