package dev.notch.timing.render;

import dev.notch.profiler.OpKind;
import dev.notch.timing.NetworkTerm;
import dev.notch.timing.NetworkTerm.Spill;
import dev.notch.timing.Provenance;
import dev.notch.timing.TimingModel;
import dev.notch.timing.tree.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person wants to know about a timing model beside its trees. */
final class ModelNotes {
  static final List<String> LEGEND =
      List.of(
          "MMACs: million multiply-accumulates; MB: memory traffic, inputs, output and what is"
              + " fused;",
          "MB_parameters: weights; [16]: counted with channels rounded up to a multiple of 16;"
              + " pixels, width: of the output");

  private ModelNotes() {}

  /** Where it comes from, and how steps become networks. */
  static List<String> of(TimingModel model) {
    Provenance p = model.provenance();
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "%s %s, %d thread(s), %s",
            p.runtime(),
            p.runtimeVersion(),
            p.threads(),
            p.deviceText()));
    notes.add(samples(p));
    if (!p.architectures().isEmpty()) {
      notes.add("fitted to " + String.join(", ", p.architectures()));
    }
    notes.add(network(model.network()));
    model.trees().keySet().stream()
        .filter(model.network().factors()::containsKey)
        .map(kind -> factors(kind, model.network().factors().get(kind)))
        .forEach(notes::add);
    return notes;
  }

  static String title(TimingModel model, OpKind kind) {
    return String.format(
        Locale.ROOT,
        "%s (%d samples, %d leaves)",
        kind.label(),
        model.samples(kind),
        model.trees().get(kind).leaves().size());
  }

  private static String samples(Provenance p) {
    String samples =
        String.format(Locale.ROOT, "%d layer samples and %d networks", p.samples(), p.networks());
    return p.noiseFloor().isEmpty()
        ? samples
        : samples
            + String.format(
                Locale.ROOT, ", noise floor %.1f %%", 100 * p.noiseFloor().getAsDouble());
  }

  /** The factors of a kind's leaves, from the first leaf to the last. */
  private static String factors(OpKind kind, List<Double> factors) {
    return factors.stream()
        .map(factor -> String.format(Locale.ROOT, "%.2f", factor))
        .collect(Collectors.joining(" ", "  factors of " + kind.label() + ", leaf by leaf: ", ""));
  }

  private static String network(NetworkTerm term) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "network: ms = sum of steps%s + %.4f a call",
                term.factors().isEmpty() ? "" : ", each times the factor of its leaf,",
                term.perRunMs()));
    for (Spill spill : term.spills()) {
      text.append(
          String.format(
              Locale.ROOT,
              " + %s for each MB of weights beyond %s",
              Numbers.text(spill.msPerMb()),
              Numbers.text(spill.beyondMb())));
    }
    return text.toString();
  }
}
