package dev.notch.cli;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import dev.notch.models.zoo.ZooEntry;
import java.util.List;
import picocli.CommandLine.Option;

/** Which networks of the zoo, and for which pictures. */
final class ZooOptions {

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = NetworkOptions.Names.class,
      description = "Networks that are to be predicted (default: all ten).")
  private List<ZooEntry> models = Zoo.names().stream().map(Zoo::entry).toList();

  @Option(
      names = "--classes",
      defaultValue = "100",
      paramLabel = "N",
      description = "Their number of classes (default: ${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--input-size",
      defaultValue = "32",
      paramLabel = "PIXELS",
      description = "Height and width of their images (default: ${DEFAULT-VALUE}).")
  private int size;

  /** Each at full width. */
  List<Network> build() {
    Shape input = new Shape(3, size, size);
    return models.stream().map(entry -> Zoo.build(entry.name(), classes, input)).toList();
  }
}
