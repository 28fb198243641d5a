package dev.notch.cli;

import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.source.OnnxFile;
import dev.notch.timing.NetworkLatency.Estimate;
import dev.notch.timing.NetworkLatency.StepEstimate;
import dev.notch.timing.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a prediction may be further off than others. */
final class PredictionWarnings {
  /** Layers that are named. */
  private static final int NAMED = 3;

  private PredictionWarnings() {}

  /** One line for each reason. */
  static List<String> of(ChosenNetwork chosen, Estimate estimate, Provenance model) {
    List<String> warnings = new ArrayList<>();
    Network network = chosen.network();
    if (model.neverProfiled(network.name())) {
      warnings.add(
          "%s was never profiled (the timing model knows %s), so expect larger errors; run: %s"
              .formatted(
                  network.name(),
                  String.join(", ", model.architectures()),
                  profile(chosen, model)));
    }
    if (estimate.unseen() > 0) {
      warnings.add(unseen(chosen, estimate, model));
    }
    return warnings;
  }

  private static String unseen(ChosenNetwork chosen, Estimate estimate, Provenance model) {
    List<StepEstimate> unseen =
        estimate.steps().stream()
            .filter(step -> !step.seen())
            .sorted(Comparator.comparingDouble(StepEstimate::ms).reversed())
            .toList();
    double ms = unseen.stream().mapToDouble(StepEstimate::ms).sum();
    String names =
        unseen.stream().limit(NAMED).map(StepEstimate::layer).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d of %d layers, %.0f %% of the time, are of sizes beyond what was measured (%s%s); run: %s",
        unseen.size(),
        estimate.steps().size(),
        estimate.sumMs() == 0 ? 0 : 100 * ms / estimate.sumMs(),
        names,
        unseen.size() > NAMED ? ", ..." : "",
        profile(chosen, model));
  }

  private static String profile(ChosenNetwork chosen, Provenance model) {
    String options = "--runtime %s --threads %d".formatted(model.runtime(), model.threads());
    return "optimize profile --model %s %s, then optimize fit %s"
        .formatted(network(chosen), options, options);
  }

  /** As options: a file has its own number of classes, and mostly its own size. */
  private static String network(ChosenNetwork chosen) {
    if (chosen.source() instanceof OnnxFile) {
      return chosen.source().toString();
    }
    Network network = chosen.network();
    Shape image = network.inputShape();
    ImageSize size = new ImageSize(image.height(), image.width());
    return "%s --classes %d --input-size %s"
        .formatted(network.name(), network.classes(), size.brief());
  }
}
