package dev.notch.timing.evaluation;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.OpKind;
import dev.notch.timing.Features;
import dev.notch.timing.Fitter;
import dev.notch.timing.NetworkLatency;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import dev.notch.timing.TrainingData.Layer;
import dev.notch.timing.TrainingData.Total;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.TreeOptions;
import dev.notch.timing.tree.TreeTrainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Errors on what was held out. Layers: folds by configuration, our tree beside the baselines on the
 * same folds; whole networks help nobody there. Networks: folds by network; the model is fitted to
 * layers and totals of the other networks and prices the held-out ones.
 */
public final class CrossValidation {
  private static final int FEW = 10;

  private final int folds;
  private final long seed;

  public CrossValidation(int folds, long seed) {
    if (folds < 2 || folds > FEW) {
      throw new IllegalArgumentException("folds must be from 2 to " + FEW + ", were " + folds);
    }
    this.folds = folds;
    this.seed = seed;
  }

  /**
   * @param tree our tree's errors
   * @param baselines errors of the others, by name
   */
  public record KindReport(OpKind kind, ErrorStats tree, Map<String, ErrorStats> baselines) {}

  /** A network that was held out. */
  public record Held(String name, double predictedMs, double measuredMs) {}

  /** Our tree as a {@link Regressor}. */
  public static Regressor tree() {
    return new Regressor() {
      @Override
      public String name() {
        return "timing tree";
      }

      @Override
      public ToDoubleFunction<Row> fit(List<Row> rows, long seed) {
        TreeOptions options = TreeOptions.milliseconds(rows.size());
        var tree = TreeTrainer.fit(Features.schema(), rows, options);
        return row -> tree.predict(row.variables(), row.explanatory());
      }
    };
  }

  /** Errors of each kind of which at least ten configurations were measured. */
  public List<KindReport> layers(TrainingData data, List<Regressor> baselines, Progress progress) {
    List<KindReport> reports = new ArrayList<>();
    Map<OpKind, List<Layer>> kinds = data.byKind();
    int done = 0;
    for (Map.Entry<OpKind, List<Layer>> entry : kinds.entrySet()) {
      progress.check();
      progress.update(done++, kinds.size(), "cross-validating " + entry.getKey().label());
      if (configurations(entry.getValue()) >= FEW) {
        Map<String, ErrorStats> others = new LinkedHashMap<>();
        baselines.forEach(b -> others.put(b.name(), error(entry.getValue(), b)));
        reports.add(new KindReport(entry.getKey(), error(entry.getValue(), tree()), others));
      }
    }
    return List.copyOf(reports);
  }

  /** The price of each whole network by a model that has not seen it; none if there are few. */
  public List<Held> networks(TrainingData data, String runtime, Progress progress) {
    List<Held> held = new ArrayList<>();
    if (data.totals().size() < 2 * folds) {
      return held;
    }
    int[] fold = Folds.assign(data.totals(), Total::id, folds, seed);
    for (int f = 0; f < folds; f++) {
      progress.check();
      progress.update(f, folds, "cross-validating networks");
      List<Total> out = Folds.select(data.totals(), fold, f, true);
      TimingModel model = Fitter.model(without(data, out), runtime, seed);
      NetworkLatency latency = new NetworkLatency(model);
      for (Total total : out) {
        if (total.steps().stream().allMatch(s -> model.trees().containsKey(s.kind()))) {
          held.add(new Held(total.name(), latency.milliseconds(total.steps()), total.ms()));
        }
      }
    }
    return held;
  }

  private static TrainingData without(TrainingData data, List<Total> out) {
    List<String> ids = out.stream().map(Total::id).toList();
    return new TrainingData(
        data.layers().stream().filter(l -> !ids.contains(l.network())).toList(),
        data.totals().stream().filter(t -> !ids.contains(t.id())).toList());
  }

  private static long configurations(List<Layer> layers) {
    return layers.stream().map(layer -> layer.config().text()).distinct().count();
  }

  private ErrorStats error(List<Layer> layers, Regressor regressor) {
    int[] fold = Folds.assign(layers, l -> l.config().text(), folds, seed);
    double[] predicted = new double[layers.size()];
    double[] measured = layers.stream().mapToDouble(Layer::ms).toArray();
    List<Row> rows = layers.stream().map(l -> Features.row(l.config(), l.ms())).toList();
    for (int f = 0; f < folds; f++) {
      ToDoubleFunction<Row> model = regressor.fit(Folds.select(rows, fold, f, false), seed);
      for (int i = 0; i < fold.length; i++) {
        predicted[i] = fold[i] == f ? model.applyAsDouble(rows.get(i)) : predicted[i];
      }
    }
    return ErrorStats.of(predicted, measured);
  }
}
