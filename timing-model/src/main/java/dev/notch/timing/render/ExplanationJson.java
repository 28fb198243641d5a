package dev.notch.timing.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.timing.Provenance;
import dev.notch.timing.explain.Explanation;
import dev.notch.timing.explain.WidthCurve;
import dev.notch.timing.explain.WidthCurve.Point;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TreeRenderer;
import java.util.Optional;

/** Why a layer takes what it takes, for machines: times in milliseconds, shares in percent. */
public final class ExplanationJson {
  private static final String FORMAT = "notch-layer-explanation";
  private static final int VERSION = 1;
  private static final int PERCENT = 100;

  private ExplanationJson() {}

  /**
   * @param model of the timing model that predicts
   */
  public static ObjectNode of(Explanation e, Provenance model) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("version", VERSION);
    root.put("runtime", model.runtime())
        .put("runtime_version", model.runtimeVersion())
        .put("threads", model.threads())
        .put("device", model.device());
    root.put("layer", e.layer().text()).put("kind", e.layer().kind().label());
    path(root.putArray("conditions"), e);
    leaf(root.putObject("leaf"), e);
    terms(root.putArray("terms"), e);
    root.put("predicted_ms", e.ms());
    interval(root, e);
    root.put("seen", e.outside().isEmpty());
    outside(root.putArray("outside"), e);
    ArrayNode curves = root.putArray("dimensions");
    e.curves().forEach(curve -> curve(curves.addObject(), curve));
    return root;
  }

  private static void path(ArrayNode array, Explanation e) {
    e.path()
        .answers()
        .forEach(
            a ->
                array
                    .addObject()
                    .put("condition", a.split().text(e.schema()))
                    .put("variable", e.schema().variables().get(a.split().variable()).name())
                    .put("value", a.value())
                    .put("holds", a.holds()));
  }

  private static void leaf(ObjectNode node, Explanation e) {
    Leaf leaf = e.path().leaf();
    node.put("number", leaf.index() + 1)
        .put("of", e.leaves())
        .put("equation", TreeRenderer.equation(e.schema(), "ms", leaf.equation()))
        .put("samples", leaf.samples())
        .put("error_percent", leaf.error());
  }

  private static void terms(ArrayNode array, Explanation e) {
    e.terms()
        .forEach(
            t ->
                array
                    .addObject()
                    .put("term", t.name())
                    .put("coefficient", t.coefficient())
                    .put("amount", t.amount())
                    .put("ms", t.value())
                    .put("share_percent", PERCENT * t.share()));
  }

  /** As {@code optimize predict} prints it; null if the model knows none. */
  private static void interval(ObjectNode root, Explanation e) {
    e.expected()
        .ifPresentOrElse(
            expected ->
                root.putObject("interval")
                    .put("level_percent", PERCENT * expected.level())
                    .put("low_ms", expected.interval().low())
                    .put("high_ms", expected.interval().high()),
            () -> root.putNull("interval"));
  }

  private static void outside(ArrayNode array, Explanation e) {
    e.outside()
        .forEach(
            o ->
                array
                    .addObject()
                    .put("column", o.column())
                    .put("value", o.value())
                    .put("seen_low", o.low())
                    .put("seen_high", o.high()));
  }

  private static void curve(ObjectNode node, WidthCurve curve) {
    node.put("dimension", curve.dimension().label()).put("width", curve.here().width());
    node.set("narrower", choice(curve, curve.narrower()));
    node.set("expansion", choice(curve, curve.expansion()));
    ArrayNode notches = node.putArray("notches");
    curve.notches().forEach(p -> notches.add(point(curve, p)));
    ArrayNode widths = node.putArray("widths");
    ArrayNode times = node.putArray("predicted_ms");
    curve
        .points()
        .forEach(
            p -> {
              widths.add(p.width());
              times.add(p.ms());
            });
  }

  private static JsonNode choice(WidthCurve curve, Optional<Point> point) {
    return point.isPresent() ? point(curve, point.get()) : JsonNodeFactory.instance.nullNode();
  }

  private static ObjectNode point(WidthCurve curve, Point p) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("width", p.width())
        .put("predicted_ms", p.ms())
        .put("saves_ms", curve.saves(p))
        .put("saves_percent", PERCENT * curve.savedShare(p))
        .put("seen", p.seen());
  }
}
