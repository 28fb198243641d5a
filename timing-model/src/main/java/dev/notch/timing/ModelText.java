package dev.notch.timing;

import dev.notch.profiler.OpKind;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeRenderer;
import java.util.Locale;
import java.util.Optional;

/** A timing model as a person reads it. */
public final class ModelText {

  private ModelText() {}

  /**
   * The trees of one kind or of all, under what they come from.
   *
   * @throws dev.notch.models.NotchException if the model has no tree of that kind
   */
  public static String render(TimingModel model, Optional<OpKind> only) {
    only.filter(kind -> !model.trees().containsKey(kind))
        .ifPresent(
            kind -> {
              throw new dev.notch.models.NotchException(
                  "the model has no tree for "
                      + kind.label()
                      + "; it has "
                      + model.trees().keySet());
            });
    StringBuilder text = new StringBuilder(header(model)).append('\n');
    model
        .trees()
        .forEach(
            (kind, tree) -> {
              if (only.isEmpty() || only.get() == kind) {
                text.append('\n').append(kind(model, kind, tree));
              }
            });
    return text.append('\n').append(legend()).toString();
  }

  private static String header(TimingModel model) {
    Provenance p = model.provenance();
    String noise =
        p.noiseFloor().isPresent()
            ? String.format(
                Locale.ROOT, ", noise floor %.1f %%", 100 * p.noiseFloor().getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "%s %s, %d thread(s), %s\n%d layer samples and %d networks%s\n%s",
        p.runtime(),
        p.runtimeVersion(),
        p.threads(),
        p.deviceText(),
        p.samples(),
        p.networks(),
        noise,
        network(model.network()));
  }

  private static String network(NetworkTerm term) {
    return String.format(
        Locale.ROOT,
        "network: ms = %s%s + %.4f a call",
        term.scale() == 1 ? "sum of steps" : String.format(Locale.ROOT, "%.4f * sum", term.scale()),
        term.perStepMs() == 0 ? "" : String.format(Locale.ROOT, " %+.5f * steps", term.perStepMs()),
        term.perRunMs());
  }

  private static String kind(TimingModel model, OpKind kind, TimingTree tree) {
    return String.format(
        Locale.ROOT,
        "%s (%d samples, %d leaves)\n%s",
        kind.label(),
        model.samples(kind),
        tree.leaves().size(),
        TreeRenderer.render(Features.schema(), "ms", tree));
  }

  private static String legend() {
    return "MMACs: million multiply-accumulates; MB: memory traffic, inputs, output and what is"
        + " fused;\nMB_parameters: weights; [16]: counted with channels rounded up to a multiple of"
        + " 16; pixels, width: of the output\n";
  }
}
