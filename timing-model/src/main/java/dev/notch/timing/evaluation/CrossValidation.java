package dev.notch.timing.evaluation;

import dev.notch.models.progress.Progress;
import dev.notch.timing.Features;
import dev.notch.timing.Fitter;
import dev.notch.timing.NetworkLatency;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import dev.notch.timing.TrainingData.Layer;
import dev.notch.timing.TrainingData.Total;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeOptions;
import dev.notch.timing.tree.TreeTrainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Errors on what was held out. Layers: folds by configuration, our tree beside the baselines on the
 * same folds; whole networks help nobody there. Networks: folds by network; the model is fitted to
 * layers and totals of the other networks and prices the held-out ones.
 */
public final class CrossValidation {
  /** More would leave some folds empty where the fewest configurations were measured. */
  public static final int MOST_FOLDS = 10;

  private static final int FEW = MOST_FOLDS;

  private final int folds;
  private final long seed;

  public CrossValidation(int folds, long seed) {
    if (folds < 2 || folds > MOST_FOLDS) {
      throw new IllegalArgumentException(
          "folds must be from 2 to " + MOST_FOLDS + ", were " + folds);
    }
    this.folds = folds;
    this.seed = seed;
  }

  /**
   * @param name what the rows are of: a kind of layer, or a group of somebody's table
   * @param tree our tree's errors
   * @param baselines errors of the others, by name
   */
  public record KindReport(String name, ErrorStats tree, Map<String, ErrorStats> baselines) {}

  /**
   * Rows that one tree is fitted to.
   *
   * @param configurations what each row measured: rows of one configuration share a fold
   */
  public record Sample(String name, List<Row> rows, List<String> configurations) {
    public Sample {
      rows = List.copyOf(rows);
      configurations = List.copyOf(configurations);
      if (rows.size() != configurations.size()) {
        throw new IllegalArgumentException(
            configurations.size() + " configurations for " + rows.size() + " rows");
      }
    }

    private boolean few() {
      return configurations.stream().distinct().count() < FEW;
    }
  }

  /** A network that was held out. */
  public record Held(String name, double predictedMs, double measuredMs) {}

  /** Our tree of layers as a {@link Regressor}. */
  public static Regressor tree() {
    return tree(Features.schema(), rows -> TreeOptions.milliseconds(rows.size()));
  }

  /** Our tree over any columns as a {@link Regressor}; the options follow from the rows. */
  public static Regressor tree(Schema schema, Function<List<Row>, TreeOptions> options) {
    return new Regressor() {
      @Override
      public String name() {
        return "timing tree";
      }

      @Override
      public ToDoubleFunction<Row> fit(List<Row> rows, long seed) {
        TimingTree tree = TreeTrainer.fit(schema, rows, options.apply(rows));
        return row -> tree.predict(row.variables(), row.explanatory());
      }
    };
  }

  /** Errors of each kind of which at least ten configurations were measured. */
  public List<KindReport> layers(TrainingData data, List<Regressor> baselines, Progress progress) {
    List<Sample> samples = new ArrayList<>();
    data.byKind().forEach((kind, layers) -> samples.add(sample(kind.label(), layers)));
    return samples(samples, tree(), baselines, progress);
  }

  /** Errors of each sample of at least ten configurations, every regressor on the same folds. */
  public List<KindReport> samples(
      List<Sample> samples, Regressor tree, List<Regressor> baselines, Progress progress) {
    List<KindReport> reports = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      if (!sample.few()) {
        Map<String, ErrorStats> errors = new LinkedHashMap<>();
        for (Regressor each : baselines) {
          progress.update(
              i, samples.size(), "cross-validating " + sample.name() + ", " + each.name());
          errors.put(each.name(), error(sample, each, progress));
        }
        reports.add(new KindReport(sample.name(), error(sample, tree, progress), errors));
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

  private static Sample sample(String name, List<Layer> layers) {
    return new Sample(
        name,
        layers.stream().map(l -> Features.row(l.config(), l.ms())).toList(),
        layers.stream().map(l -> l.config().text()).toList());
  }

  private ErrorStats error(Sample sample, Regressor regressor, Progress progress) {
    List<Row> rows = sample.rows();
    int[] fold = Folds.assign(sample.configurations(), c -> c, folds, seed);
    double[] predicted = new double[rows.size()];
    for (int f = 0; f < folds; f++) {
      progress.check();
      ToDoubleFunction<Row> model = regressor.fit(Folds.select(rows, fold, f, false), seed);
      for (int i = 0; i < fold.length; i++) {
        predicted[i] = fold[i] == f ? model.applyAsDouble(rows.get(i)) : predicted[i];
      }
    }
    return ErrorStats.of(predicted, rows.stream().mapToDouble(Row::target).toArray());
  }
}
