package dev.notch.cli;

import dev.notch.cli.Inspection.GroupLine;
import dev.notch.cli.Inspection.LayerLine;
import dev.notch.cli.Inspection.Predicted;
import dev.notch.cli.Inspection.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code optimize inspect} prints for people. */
final class InspectionText {
  private static final int MOST_LAYERS = 6;

  private final StringBuilder text = new StringBuilder();

  private InspectionText() {}

  static String of(Inspection inspection) {
    InspectionText page = new InspectionText();
    page.head(inspection);
    page.layers(inspection.layers());
    page.groups(inspection.groups());
    return page.text.toString();
  }

  private void head(Inspection i) {
    line("%s: %s -> %s", i.model(), tensors(i.inputs()), tensors(i.outputs()));
    line("%.3f M parameters, %.3f M multiply-accumulates", i.params() / 1e6, i.macs() / 1e6);
    if (i.predicted() != null) {
      line("%s", predicted(i.predicted()));
    }
  }

  private static String predicted(Predicted p) {
    String runtime = p.runtime() + ", " + p.threads() + " thread(s)";
    return p.lowMs() == null
        ? format("predicted: %.3f ms on %s", p.ms(), runtime)
        : format(
            "predicted: %.3f ms (90 %% interval %.3f to %.3f) on %s",
            p.ms(), p.lowMs(), p.highMs(), runtime);
  }

  private void layers(List<LayerLine> layers) {
    line("");
    line("%-34s %-16s %14s %11s %10s  %s", "layer", "kind", "output", "MACs k", "params", "group");
    for (LayerLine l : layers) {
      line(
          "%-34s %-16s %14s %11.1f %10d  %s",
          l.name(),
          l.kind(),
          shape(l.outputShape()),
          l.macs() / 1e3,
          l.params(),
          l.groups().stream().map(String::valueOf).collect(Collectors.joining("+")));
    }
  }

  private void groups(List<GroupLine> groups) {
    line("");
    line("%5s %8s  %s", "group", "channels", "layers that move together");
    for (GroupLine group : groups) {
      String frozen = group.frozen() ? "  frozen: " + group.reason() : "";
      line("%5d %8d  %s%s", group.id(), group.width(), names(group.layers()), frozen);
    }
  }

  private static String names(List<String> layers) {
    String first = layers.stream().limit(MOST_LAYERS).collect(Collectors.joining(", "));
    return layers.size() <= MOST_LAYERS
        ? first
        : first + " and " + (layers.size() - MOST_LAYERS) + " more";
  }

  private static String tensors(List<Tensor> tensors) {
    return tensors.stream()
        .map(tensor -> tensor.name() + " " + shape(tensor.shape()))
        .collect(Collectors.joining(", "));
  }

  private static String shape(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private void line(String format, Object... values) {
    text.append(format(format, values).stripTrailing()).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
