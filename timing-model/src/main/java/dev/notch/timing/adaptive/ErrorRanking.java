package dev.notch.timing.adaptive;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.NetworkChooser.Candidate;
import dev.notch.profiler.NetworkChooser.Ranking;
import dev.notch.profiler.NetworkChooser.Suspects;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.timing.Features;
import dev.notch.timing.Fitter;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import dev.notch.timing.adaptive.LeafErrors.LeafKey;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ranks networks by how much measuring them would lower the expected squared relative error of all
 * candidates, for each unit of cost: V-optimal design (Atkinson, Donev and Tobias, Optimum
 * Experimental Designs, 2007, chapter 10), leaf by leaf. A leaf counts for what it errs on held-out
 * layers, for its share of the candidates' time, and for how badly what was measured pins down its
 * equation where the candidates are: outside the range seen above all. Configurations that are
 * measured already add nothing.
 */
final class ErrorRanking implements Ranking {
  private static final double FLOOR_MS = TreeOptions.milliseconds(0).floor();

  private final TimingModel model;
  private final LeafErrors errors;
  private final Suspects suspects;
  private final Map<LeafKey, LeafDesign> designs = new HashMap<>();
  private final Set<LayerConfig> known = new HashSet<>();
  private final Set<String> counted = new HashSet<>();
  private final Map<String, Columns> columns = new HashMap<>();

  private ErrorRanking(TimingModel model, LeafErrors errors) {
    this.model = model;
    this.errors = errors;
    this.suspects = SuspectedWidths.of(model);
  }

  static ErrorRanking of(TrainingData data, String runtime, long seed) {
    TrainingData layers = new TrainingData(data.layers(), List.of());
    TimingModel model = Fitter.model(layers, runtime, seed);
    return new ErrorRanking(model, LeafErrors.of(model, data, seed));
  }

  @Override
  public Suspects suspects() {
    return suspects;
  }

  @Override
  public Candidate next(
      List<MeasuredNetwork> begun, List<MeasuredNetwork> pool, List<Candidate> candidates) {
    if (designs.isEmpty()) {
      design(pool);
    }
    begun.stream().filter(network -> counted.add(network.id())).forEach(this::count);
    return candidates.stream()
        .max(Comparator.comparingDouble(c -> gain(c.network()) / c.cost()))
        .orElseThrow(() -> new IllegalArgumentException("there is no candidate"));
  }

  /** What each leaf is worth to networks like these. */
  private void design(List<MeasuredNetwork> pool) {
    Map<LeafKey, Importance> importance = new HashMap<>();
    for (MeasuredNetwork each : pool) {
      Columns network = columns(each);
      network
          .rows()
          .forEach(
              (key, rows) ->
                  importance
                      .computeIfAbsent(key, k -> new Importance(rows.get(0).columns().length))
                      .add(rows, network.ms(), pool.size()));
    }
    importance.forEach((key, sum) -> designs.put(key, sum.design(errors.variance(key))));
  }

  private void count(MeasuredNetwork network) {
    fresh(network)
        .forEach(
            (key, rows) -> {
              if (designs.containsKey(key)) {
                designs.get(key).measure(rows);
              }
            });
    known.addAll(network.steps());
  }

  private double gain(MeasuredNetwork network) {
    double gain = 0;
    for (Map.Entry<LeafKey, double[][]> leaf : fresh(network).entrySet()) {
      LeafDesign design = designs.get(leaf.getKey());
      gain += design == null ? 0 : design.gain(leaf.getValue());
    }
    return gain;
  }

  /** The relative rows of the configurations that were not measured, leaf by leaf. */
  private Map<LeafKey, double[][]> fresh(MeasuredNetwork network) {
    Map<LeafKey, double[][]> fresh = new HashMap<>();
    columns(network)
        .rows()
        .forEach(
            (key, rows) -> {
              Set<LayerConfig> seen = new LinkedHashSet<>();
              double[][] unknown =
                  rows.stream()
                      .filter(row -> !known.contains(row.config()) && seen.add(row.config()))
                      .map(LayerRow::relative)
                      .toArray(double[][]::new);
              if (unknown.length > 0) {
                fresh.put(key, unknown);
              }
            });
    return fresh;
  }

  private Columns columns(MeasuredNetwork network) {
    return columns.computeIfAbsent(network.id(), id -> Columns.of(network.steps(), model));
  }

  /** A layer in its leaf. */
  private record LayerRow(LayerConfig config, double[] columns, double ms) {

    static LayerRow of(LayerConfig config, TimingModel model) {
      TimingTree tree = model.trees().get(config.kind());
      int view = tree == null ? 0 : tree.leaf(Features.variables(config)).equation().view();
      double ms = tree == null ? FLOOR_MS : Math.max(model.predict(config), FLOOR_MS);
      return new LayerRow(config, Features.explanatory(config)[view], ms);
    }

    double[] relative() {
      double[] relative = columns.clone();
      for (int i = 0; i < relative.length; i++) {
        relative[i] /= ms;
      }
      return relative;
    }
  }

  /** A network's layers, leaf by leaf, and its predicted time. */
  private record Columns(Map<LeafKey, List<LayerRow>> rows, double ms) {

    static Columns of(List<LayerConfig> steps, TimingModel model) {
      Map<LeafKey, List<LayerRow>> rows = new HashMap<>();
      double ms = 0;
      for (LayerConfig step : steps) {
        LayerRow row = LayerRow.of(step, model);
        rows.computeIfAbsent(LeafKey.of(model, step), k -> new ArrayList<>()).add(row);
        ms += row.ms();
      }
      return new Columns(rows, ms);
    }
  }

  /** What the networks that are to be predicted have in one leaf. */
  private static final class Importance {
    private final double[][] outer;
    private final double[] squares;
    private int layers;

    Importance(int size) {
      outer = new double[size][size];
      squares = new double[size];
    }

    void add(List<LayerRow> rows, double networkMs, int networks) {
      double[] sum = new double[squares.length];
      for (LayerRow row : rows) {
        double[] relative = row.relative();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += row.columns()[i] / networkMs;
          squares[i] += relative[i] * relative[i];
        }
        layers++;
      }
      Symmetric.addOuter(outer, sum, 1.0 / networks);
    }

    LeafDesign design(double variance) {
      double[] typical = squares.clone();
      for (int i = 0; i < typical.length; i++) {
        typical[i] /= layers;
      }
      return new LeafDesign(variance, outer, typical);
    }
  }
}
