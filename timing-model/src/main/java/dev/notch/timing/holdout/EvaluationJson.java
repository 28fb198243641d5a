package dev.notch.timing.holdout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An evaluation as JSON: first the figures that {@code optimize evaluate --json} prints, then, in
 * the file, what is known besides. Errors and shares are percentages; what is not known is null.
 */
final class EvaluationJson {
  private static final String FORMAT = "notch-evaluation";
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EvaluationJson() {}

  static ObjectNode figures(Evaluation evaluation) {
    ObjectNode root = MAPPER.createObjectNode().put("device", evaluation.origin().deviceText());
    ArrayNode layers = root.putArray("layers");
    ArrayNode families = root.putArray("networks");
    ArrayNode all = root.putArray("networks_all");
    for (RuntimeEvaluation runtime : evaluation.runtimes()) {
      runtime.layers().forEach(l -> addLayers(layers, runtime, l));
      runtime.networks().families().forEach(f -> addFamily(families, runtime, f));
      put(entry(all, runtime), runtime.networks().all());
    }
    intervals(root, evaluation);
    ArrayNode cost = root.putArray("cost");
    evaluation.runtimes().forEach(runtime -> addCost(cost, runtime));
    return root;
  }

  private static void addCost(ArrayNode array, RuntimeEvaluation runtime) {
    entry(array, runtime)
        .put("samples", runtime.cost().samples())
        .put("minutes", rounded(runtime.cost().minutes()));
  }

  /** Over the networks of all runtimes, which are what budgets are about. */
  private static void intervals(ObjectNode root, Evaluation evaluation) {
    List<Coverage> known =
        evaluation.runtimes().stream().flatMap(r -> r.coverage().stream()).toList();
    if (!known.isEmpty()) {
      ObjectNode node = root.putObject("intervals").put("nominal", known.get(0).nominal());
      put(node, "covered", Coverage.ofNetworks(evaluation.runtimes()));
    }
  }

  /** The whole file. */
  static String text(Evaluation evaluation) {
    ObjectNode root = figures(evaluation);
    root.put("format", FORMAT).put("version", VERSION);
    root.set("origin", origin(evaluation.origin()));
    ArrayNode details = root.putArray("runtimes");
    evaluation.runtimes().forEach(runtime -> details.add(EvaluationDetails.of(runtime)));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree of numbers and texts can be written", e);
    }
  }

  private static ObjectNode origin(Evaluation.Origin origin) {
    return MAPPER
        .createObjectNode()
        .put("tool", origin.tool())
        .put("command", origin.command())
        .put("device", origin.device())
        .put("threads", origin.threads())
        .put("effort", origin.effort())
        .put("seed", origin.seed())
        .put("test_seed", origin.testSeed())
        .put("variants", origin.variants());
  }

  private static void addLayers(ArrayNode array, RuntimeEvaluation runtime, LayerErrors layers) {
    if (layers.errors().isPresent()) {
      ObjectNode entry = entry(array, runtime).put("kind", layers.group().label());
      put(entry, layers.errors().get());
      put(entry, "noise_floor", layers.noiseFloor());
      ObjectNode baselines = entry.putObject("baselines");
      layers.baselines().byName().forEach((name, e) -> baselines.put(name, rounded(e.mape())));
    }
  }

  private static void addFamily(
      ArrayNode array, RuntimeEvaluation runtime, NetworkErrors.Family family) {
    ObjectNode entry = entry(array, runtime).put("family", family.name());
    put(entry, family.errors());
    put(entry, "rank_correlation", family.rankCorrelation());
  }

  private static ObjectNode entry(ArrayNode array, RuntimeEvaluation runtime) {
    return array.addObject().put("runtime", runtime.runtime());
  }

  static ObjectNode put(ObjectNode node, ErrorStats errors) {
    return node.put("n", errors.n())
        .put("mape", rounded(errors.mape()))
        .put("rmspe", rounded(errors.rmspe()))
        .put("within5", rounded(errors.within5()))
        .put("within10", rounded(errors.within10()));
  }

  static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, rounded(value.getAsDouble()));
    } else {
      node.putNull(name);
    }
  }

  /** Four decimals: more say nothing, and files stay readable. */
  static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
