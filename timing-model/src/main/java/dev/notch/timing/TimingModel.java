package dev.notch.timing;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Leaf;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What layers and networks take on one device, runtime and number of threads: a tree for each kind
 * of layer, and how steps add up to a network. Immutable.
 */
public record TimingModel(
    Map<OpKind, TimingTree> trees,
    NetworkTerm network,
    Optional<Intervals> intervals,
    Provenance provenance) {
  /** Fewer measurements of a kind are no basis for a price. */
  public static final int MIN_SAMPLES = 5;

  /** How far past what it has seen, relatively, a leaf is trusted without a warning. */
  public static final double SLACK = 0.25;

  /**
   * @param seen whether the leaf has been fitted to layers of this size
   * @param interval what a measurement is expected within, if the model knows
   */
  public record Prediction(double ms, Leaf leaf, boolean seen, Optional<Interval> interval) {}

  public TimingModel {
    EnumMap<OpKind, TimingTree> copy = new EnumMap<>(OpKind.class);
    copy.putAll(trees);
    trees = Collections.unmodifiableMap(copy);
    network.factors().forEach((kind, factors) -> verify(copy.get(kind), kind, factors.size()));
  }

  /** A model that does not know how far it is off. */
  public TimingModel(Map<OpKind, TimingTree> trees, NetworkTerm network, Provenance provenance) {
    this(trees, network, Optional.empty(), provenance);
  }

  public TimingModel withIntervals(Optional<Intervals> other) {
    return new TimingModel(trees, network, other, provenance);
  }

  /**
   * The same model with the trees of these kinds alone; all of them if none is named.
   *
   * @throws NotchException if it has no tree of one of them
   */
  public TimingModel only(Collection<OpKind> kinds) {
    if (kinds.isEmpty()) {
      return this;
    }
    Map<OpKind, TimingTree> chosen = new EnumMap<>(OpKind.class);
    for (OpKind kind : kinds) {
      if (!trees.containsKey(kind)) {
        throw new NotchException(
            "the timing model has no tree for %s; it has %s"
                .formatted(
                    kind.label(),
                    trees.keySet().stream().map(OpKind::label).collect(Collectors.joining(", "))));
      }
      chosen.put(kind, trees.get(kind));
    }
    return new TimingModel(chosen, network, intervals, provenance);
  }

  /**
   * The time of a layer in milliseconds.
   *
   * @throws UnprofiledLayerException if too few layers of its kind were measured
   */
  public double predict(LayerConfig layer) {
    Equation equation = leaf(layer, Features.variables(layer)).equation();
    return equation.value(Features.explanatory(layer, equation.view()));
  }

  /**
   * The time that a layer adds to a network as one of its steps, in milliseconds.
   *
   * @throws UnprofiledLayerException if too few layers of its kind were measured
   */
  public double inNetwork(LayerConfig layer) {
    Leaf leaf = leaf(layer, Features.variables(layer));
    Equation equation = leaf.equation();
    double ms = equation.value(Features.explanatory(layer, equation.view()));
    return network.step(layer.kind(), leaf.index(), ms);
  }

  /**
   * The time of a layer and what it rests on.
   *
   * @throws UnprofiledLayerException if too few layers of its kind were measured
   */
  public Prediction explain(LayerConfig layer) {
    return predict(layer, Features.variables(layer), Features.explanatory(layer));
  }

  /** Measured layers of a kind. */
  public int samples(OpKind kind) {
    TimingTree tree = trees.get(kind);
    return tree == null ? 0 : tree.leaves().stream().mapToInt(Leaf::samples).sum();
  }

  private static void verify(TimingTree tree, OpKind kind, int factors) {
    if (tree != null && tree.leaves().size() != factors) {
      throw new IllegalArgumentException(
          "%s has %d leaves and %d factors".formatted(kind.label(), tree.leaves().size(), factors));
    }
  }

  private Prediction predict(LayerConfig layer, double[] variables, double[][] explanatory) {
    Leaf leaf = leaf(layer, variables);
    boolean seen = leaf.seen().contain(explanatory[0], SLACK);
    double ms = leaf.equation().value(explanatory);
    return new Prediction(
        ms, leaf, seen, intervals.flatMap(i -> i.layer(layer.kind(), leaf.index(), ms)));
  }

  private Leaf leaf(LayerConfig layer, double[] variables) {
    TimingTree tree = trees.get(layer.kind());
    if (tree == null) {
      throw new UnprofiledLayerException(layer, provenance);
    }
    return tree.leaf(variables);
  }
}
