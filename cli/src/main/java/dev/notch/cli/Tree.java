package dev.notch.cli;

import dev.notch.models.files.AtomicFile;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.TimingModel;
import dev.notch.timing.explain.Explanation;
import dev.notch.timing.render.ExplanationJson;
import dev.notch.timing.render.ExplanationText;
import dev.notch.timing.table.TableModelJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows a timing model, or why it predicts what it predicts. */
@Command(
    name = "tree",
    description = {
      "Shows a timing model: conditions, and the equations of the leaves with samples and error.",
      "With --explain: the conditions and the equation behind one layer's time, and the notches"
          + " around its widths. A notch is a width with less time per channel than its"
          + " neighbours."
    },
    footer = {
      "%nExamples:",
      "  optimize tree",
      "  optimize tree --op conv2d,depthwise --format svg --out tree.svg",
      "  optimize tree --explain 'conv2d in=47 out=64 k=3 h=16'",
      "  optimize tree --explain 'depthwise in=62 k=3 h=16 fused=relu' --json",
      "  optimize tree --timing-model device.json --json"
    })
final class Tree implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuntimeOptions runtime;
  @Mixin private TimingModelOption model;

  @Option(
      names = "--op",
      paramLabel = "KIND",
      split = ",",
      description = "Only the trees of these kinds of layers, for example conv2d,add.")
  private List<OpKind> kinds = List.of();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "text (default), dot (Graphviz), svg or json (a timing model of these kinds).")
  private Optional<TreeFormat> format;

  @Option(
      names = "--explain",
      paramLabel = "LAYER",
      description = {
        "Why this layer takes what it takes: a kind, then in, out (default: in), k and s (kernel and"
            + " stride, 3 or 3x1), p (padding), g (groups), h and w (input size), fused."
      })
  private Optional<LayerConfig> layer;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file (default: standard output).")
  private Optional<Path> out;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    TreeFormat chosen = format();
    String text =
        model
            .file()
            .filter(TableModelJson::recognises)
            .map(file -> table(file, chosen))
            .orElseGet(() -> layers(chosen));
    PrintWriter printed = spec.commandLine().getOut();
    if (out.isPresent()) {
      AtomicFile.writeText(out.get(), text);
      spec.commandLine().getErr().println("wrote " + out.get());
    } else {
      printed.print(text);
      printed.flush();
    }
    return Exit.DONE;
  }

  private String layers(TreeFormat chosen) {
    TimingModel found = runtime.timingModel(model.file());
    return layer
        .map(asked -> explain(found, asked, chosen))
        .orElseGet(() -> chosen.render(found.only(kinds)));
  }

  /** What {@code optimize fit --data} has learned knows columns, not layers. */
  private String table(Path file, TreeFormat chosen) {
    if (layer.isPresent() || !kinds.isEmpty()) {
      throw misused("--op and --explain are about layers; " + file + " is about a table");
    }
    return chosen.render(TableModelJson.read(file));
  }

  private static String explain(TimingModel model, LayerConfig layer, TreeFormat format) {
    Explanation explanation = Explanation.of(model, layer);
    return format == TreeFormat.JSON
        ? ExplanationJson.of(explanation, model.provenance()).toPrettyString() + "\n"
        : ExplanationText.render(explanation);
  }

  private TreeFormat format() {
    TreeFormat chosen = format.orElse(json.asked() ? TreeFormat.JSON : TreeFormat.TEXT);
    if (json.asked() && chosen != TreeFormat.JSON) {
      throw misused("--json and --format " + chosen.label() + " exclude each other");
    }
    if (layer.isPresent() && (chosen == TreeFormat.DOT || chosen == TreeFormat.SVG)) {
      throw misused("--explain is text or json, not " + chosen.label());
    }
    if (layer.isPresent() && !kinds.isEmpty()) {
      throw misused("--explain and --op exclude each other: the layer has a kind");
    }
    return chosen;
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
