package dev.notch.cli;

import dev.notch.profiler.OpKind;
import dev.notch.timing.Features;
import dev.notch.timing.ModelJson;
import dev.notch.timing.NetworkTerm;
import dev.notch.timing.Provenance;
import dev.notch.timing.TimingModel;
import dev.notch.timing.tree.Bounds;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.TimingTree;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Timing models by hand. */
final class TimingModels {

  private TimingModels() {}

  /**
   * Writes a model that prices every kind of layer at 0.02 ms per million multiply-accumulates,
   * counted in blocks of sixteen channels, and a microsecond.
   *
   * @param largest millions of multiply-accumulates that it claims to have seen
   */
  static Path write(Path folder, double largest, String... architectures) {
    return write(folder.resolve("device.json"), trees(largest), architectures);
  }

  /** Writes a model that knows nothing of layers of a kind. */
  static Path writeWithout(OpKind kind, Path folder, String... architectures) {
    Map<OpKind, TimingTree> trees = trees(1e9);
    trees.remove(kind);
    return write(folder.resolve("device-without-" + kind.label() + ".json"), trees, architectures);
  }

  private static Path write(Path file, Map<OpKind, TimingTree> trees, String... architectures) {
    ModelJson.write(new TimingModel(trees, NetworkTerm.SUM, provenance(architectures)), file);
    return file;
  }

  private static Map<OpKind, TimingTree> trees(double largest) {
    int columns = Features.schema().explanatory().size();
    double[] coefficients = new double[columns];
    coefficients[0] = 0.02;
    coefficients[columns - 1] = 0.001;
    double[] high = new double[columns];
    Arrays.fill(high, 1e9);
    high[0] = largest;
    Equation equation = new Equation(Features.schema().views().indexOf("16"), coefficients);
    Bounds seen = new Bounds(new double[columns], high);
    TimingTree tree = new TimingTree(new TimingTree.Leaf(0, equation, 100, 2, seen));
    Map<OpKind, TimingTree> trees = new EnumMap<>(OpKind.class);
    for (OpKind kind : OpKind.values()) {
      trees.put(kind, tree);
    }
    return trees;
  }

  private static Provenance provenance(String... architectures) {
    return new Provenance(
        "",
        "d",
        "a device",
        "onnxruntime",
        "1",
        1,
        "",
        100,
        1,
        1,
        "",
        OptionalDouble.empty(),
        List.of(architectures));
  }
}
