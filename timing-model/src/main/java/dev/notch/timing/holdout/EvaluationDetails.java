package dev.notch.timing.holdout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.timing.evaluation.ErrorStats;
import dev.notch.timing.holdout.LearningCurve.Point;
import dev.notch.timing.holdout.NetworkErrors.Family;
import java.util.Optional;

/** What the file says of a runtime beyond the figures that are printed. */
final class EvaluationDetails {

  private EvaluationDetails() {}

  static ObjectNode of(RuntimeEvaluation runtime) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("runtime", runtime.runtime())
        .put("runtime_version", runtime.header().version())
        .put("threads", runtime.header().threads())
        .put("device", runtime.header().device())
        .put("full_width_not_learned_from", runtime.unlearned())
        .put("variants_not_asked_about", runtime.unasked());
    layers(node.putArray("layers"), runtime);
    networks(node.putObject("networks"), runtime.networks());
    leftOut(node.putArray("families_left_out"), runtime);
    curve(node.putArray("learning_curve"), runtime);
    beyond(node.putObject("beyond_what_was_fitted"), runtime.beyond());
    runtime.coverage().ifPresent(c -> coverage(node.putObject("intervals"), c));
    cost(node.putObject("cost"), runtime.cost());
    test(node.putObject("test"), runtime.test());
    return node;
  }

  private static void layers(ArrayNode array, RuntimeEvaluation runtime) {
    for (LayerErrors layers : runtime.layers()) {
      ObjectNode node =
          array
              .addObject()
              .put("kind", layers.group().label())
              .put("unpriced", layers.unpriced())
              .put("baseline_rows", layers.baselines().rows())
              .put("rows", layers.baselines().of());
      errors(node, "tree_on_baseline_rows", layers.baselines().tree());
      ObjectNode baselines = node.putObject("baselines");
      layers.baselines().byName().forEach((name, e) -> errors(baselines, name, Optional.of(e)));
    }
  }

  private static void networks(ObjectNode node, NetworkErrors networks) {
    EvaluationJson.put(node, "noise_floor", networks.noiseFloor());
    node.put("known_layers", EvaluationJson.rounded(networks.known()))
        .put("unpriced", networks.unpriced());
    errors(node, "with_no_known_layer", networks.none());
    ArrayNode families = node.putArray("families");
    networks.families().forEach(family -> family(families.addObject(), family));
    ArrayNode full = node.putArray("full_width");
    networks.networks().stream()
        .filter(n -> n.network().fullWidth())
        .forEach(n -> network(full.addObject(), n));
  }

  private static void family(ObjectNode node, Family family) {
    node.put("family", family.name());
    EvaluationJson.put(node, "noise_floor", family.noiseFloor());
    node.put("known_layers", EvaluationJson.rounded(family.known()));
    network(node.putObject("worst"), family.worst());
  }

  private static void network(ObjectNode node, PricedNetwork n) {
    node.put("family", n.network().family())
        .put("index", n.network().index())
        .put("plan", n.network().plan())
        .put("predicted_ms", n.predictedMs());
    n.interval().ifPresent(i -> node.put("low_ms", i.low()).put("high_ms", i.high()));
    node.put("measured_ms", n.measuredMs());
    EvaluationJson.put(node, "noise", n.network().time().noise());
  }

  private static void leftOut(ArrayNode array, RuntimeEvaluation runtime) {
    for (LeftOut out : runtime.leftOut()) {
      ObjectNode node =
          array.addObject().put("family", out.family()).put("unpriced", out.unpriced());
      errors(node, "errors", out.errors());
      EvaluationJson.put(node, "rank_correlation", out.rankCorrelation());
    }
  }

  private static void curve(ArrayNode array, RuntimeEvaluation runtime) {
    for (Point point : runtime.curve()) {
      ObjectNode node =
          array
              .addObject()
              .put("share", point.share())
              .put("samples", point.samples())
              .put("configurations", point.configurations())
              .put("networks_profiled", point.profiled())
              .put("minutes", EvaluationJson.rounded(point.minutes()));
      errors(node, "networks", point.networks());
      errors(node, "layers", point.layers());
    }
  }

  private static void beyond(ObjectNode node, Beyond beyond) {
    node.put("layers", beyond.layers());
    errors(node, "layer_errors", beyond.layerErrors());
    node.put("networks", beyond.networks());
    errors(node, "network_errors", beyond.networkErrors());
  }

  private static void coverage(ObjectNode node, Coverage coverage) {
    node.put("nominal", coverage.nominal());
    EvaluationJson.put(node, "networks", coverage.networks());
    EvaluationJson.put(node, "layers", coverage.layers());
  }

  private static void test(ObjectNode node, TestRun test) {
    node.put("least_rounds", test.leastRounds())
        .put("most_rounds", test.mostRounds())
        .put("minutes", EvaluationJson.rounded(test.minutes()));
    EvaluationJson.put(node, "slow_visits", test.slowShare());
  }

  private static void cost(ObjectNode node, Cost cost) {
    node.put("samples", cost.samples())
        .put("configurations", cost.configurations())
        .put("networks", cost.networks())
        .put("minutes", EvaluationJson.rounded(cost.minutes()))
        .put("minutes_are_runs_only", !cost.wholeTime())
        .put("fit_seconds", EvaluationJson.rounded(cost.fitSeconds()));
    EvaluationJson.put(node, "slow_visits", cost.slowShare());
  }

  private static void errors(ObjectNode node, String name, Optional<ErrorStats> errors) {
    if (errors.isPresent()) {
      EvaluationJson.put(node.putObject(name), errors.get());
    } else {
      node.putNull(name);
    }
  }
}
