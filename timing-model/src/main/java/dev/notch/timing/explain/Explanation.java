package dev.notch.timing.explain;

import dev.notch.profiler.LayerConfig;
import dev.notch.timing.Features;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.TimingModel;
import dev.notch.timing.explain.WidthCurve.Point;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TreePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why a layer takes what a model predicts: the conditions on the way to its leaf, the leaf's
 * equation with the layer's numbers, and the widths around.
 *
 * @param schema the columns that path and equation are about
 * @param leaves how many the tree has
 * @param ms predicted time
 * @param expected what a measurement is expected within, if the model knows
 * @param outside what is beyond the sizes that the leaf was fitted to, by more than the slack that
 *     the model allows
 * @param curves one for each dimension that can change
 */
public record Explanation(
    LayerConfig layer,
    Schema schema,
    TreePath path,
    int leaves,
    List<Term> terms,
    double ms,
    Optional<Expected> expected,
    List<Outside> outside,
    List<WidthCurve> curves) {
  private static final int LEAST_REACH = 16;

  /** A column of the layer beyond what its leaf has seen. */
  public record Outside(String column, double value, double low, double high) {}

  /**
   * A prediction interval.
   *
   * @param level share of the measured times that such intervals are meant to hold, such as 0.9
   */
  public record Expected(double level, Interval interval) {}

  public Explanation {
    terms = List.copyOf(terms);
    outside = List.copyOf(outside);
    curves = List.copyOf(curves);
  }

  /**
   * @throws dev.notch.timing.UnprofiledLayerException if too few layers of its kind were measured
   */
  public static Explanation of(TimingModel model, LayerConfig layer) {
    TimingModel.Prediction price = model.explain(layer);
    TimingTree tree = model.trees().get(layer.kind());
    TreePath path = TreePath.of(tree, Features.variables(layer));
    double[][] explanatory = Features.explanatory(layer);
    return new Explanation(
        layer,
        Features.schema(),
        path,
        tree.leaves().size(),
        Term.of(Features.schema(), path.leaf().equation(), explanatory),
        price.ms(),
        expected(model, price),
        outside(Features.schema(), path.leaf(), explanatory[0]),
        Dimension.of(layer.kind()).stream().map(d -> curve(model, layer, d)).toList());
  }

  private static Optional<Expected> expected(TimingModel model, TimingModel.Prediction price) {
    return model
        .intervals()
        .flatMap(known -> price.interval().map(i -> new Expected(known.level(), i)));
  }

  private static List<Outside> outside(Schema schema, Leaf leaf, double[] plain) {
    return Arrays.stream(leaf.seen().outside(plain, TimingModel.SLACK))
        .mapToObj(
            i ->
                new Outside(
                    schema.explanatory().get(i), plain[i], leaf.seen().low(i), leaf.seen().high(i)))
        .toList();
  }

  /** A quarter of the width down and up, at least 16 channels, and one step to judge the ends. */
  private static WidthCurve curve(TimingModel model, LayerConfig layer, Dimension dimension) {
    int width = dimension.width(layer);
    int step = Dimension.step(layer);
    int reach = Math.max(Math.max(LEAST_REACH, (width + 3) / 4), 2 * step) + step;
    List<Point> points = new ArrayList<>();
    int asked = 0;
    for (int w = Math.max(1, width - reach); w <= width + reach; w++) {
      if (w == width) {
        asked = points.size();
      }
      dimension.at(layer, w).map(at -> point(model, dimension, at)).ifPresent(points::add);
    }
    return new WidthCurve(dimension, asked, points);
  }

  private static Point point(TimingModel model, Dimension dimension, LayerConfig layer) {
    TimingModel.Prediction prediction = model.explain(layer);
    return new Point(dimension.width(layer), prediction.ms(), prediction.seen());
  }
}
