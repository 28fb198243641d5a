package dev.notch.timing.adaptive;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.Features;
import dev.notch.timing.Fitter;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import dev.notch.timing.TrainingData.Layer;
import dev.notch.timing.evaluation.Folds;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeOptions;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a model errs: the mean squared relative error of each leaf on layers that were held out.
 * Leaves of few layers are taken to be like others of their kind.
 */
final class LeafErrors {
  private static final int FOLDS = 3;
  private static final double SHRINKAGE = 5;
  private static final double WORST = 1;
  private static final double FLOOR_MS = TreeOptions.milliseconds(0).floor();

  private record Sum(int n, double squares) {
    static final Sum NOTHING = new Sum(0, 0);

    Sum plus(Sum other) {
      return new Sum(n + other.n, squares + other.squares);
    }
  }

  private final Map<LeafKey, Sum> leaves = new HashMap<>();
  private final Map<OpKind, Sum> kinds = new EnumMap<>(OpKind.class);

  private LeafErrors() {}

  /** What a leaf is known by. Kinds without a tree have one leaf. */
  record LeafKey(OpKind kind, int leaf) {

    static LeafKey of(TimingModel model, LayerConfig config) {
      TimingTree tree = model.trees().get(config.kind());
      return new LeafKey(
          config.kind(), tree == null ? 0 : tree.leaf(Features.variables(config)).index());
    }
  }

  /** Networks are dealt into folds; each fold is priced by a model of the others. */
  static LeafErrors of(TimingModel model, TrainingData data, long seed) {
    LeafErrors errors = new LeafErrors();
    List<Layer> layers = data.layers();
    int[] fold = Folds.assign(layers, Layer::network, FOLDS, seed);
    for (int f = 0; f < FOLDS; f++) {
      TrainingData others = new TrainingData(Folds.select(layers, fold, f, false), List.of());
      TimingModel other = Fitter.model(others, model.provenance().runtime(), seed);
      Folds.select(layers, fold, f, true).forEach(layer -> errors.add(layer, model, other));
    }
    return errors;
  }

  double variance(LeafKey key) {
    Sum kind = kinds.getOrDefault(key.kind(), Sum.NOTHING);
    double usual = (kind.squares() + WORST) / (kind.n() + 1);
    Sum leaf = leaves.getOrDefault(key, Sum.NOTHING);
    return (leaf.squares() + SHRINKAGE * usual) / (leaf.n() + SHRINKAGE);
  }

  private void add(Layer layer, TimingModel model, TimingModel other) {
    OpKind kind = layer.config().kind();
    if (other.trees().containsKey(kind)) {
      double ms = Math.max(layer.ms(), FLOOR_MS);
      double off = Math.min(Math.abs(other.predict(layer.config()) / ms - 1), WORST);
      leaves.merge(LeafKey.of(model, layer.config()), new Sum(1, off * off), Sum::plus);
      kinds.merge(kind, new Sum(1, off * off), Sum::plus);
    }
  }
}
