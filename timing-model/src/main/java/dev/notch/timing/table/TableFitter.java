package dev.notch.timing.table;

import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.progress.Progress;
import dev.notch.timing.evaluation.Baselines;
import dev.notch.timing.evaluation.CrossValidation;
import dev.notch.timing.evaluation.CrossValidation.Sample;
import dev.notch.timing.evaluation.FitReport;
import dev.notch.timing.evaluation.Regressor;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeOptions;
import dev.notch.timing.tree.TreeTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fits trees to a table, one for each group, and finds out how good they are. */
public final class TableFitter {
  /** Fewer different configurations cannot be told from chance. */
  public static final int FEWEST = 10;

  /**
   * A model and what it was fitted to.
   *
   * @param leftOut groups without a tree, because fewer than {@link #FEWEST} different
   *     configurations of them were measured, and how many were
   * @param seconds what fitting took, without the prediction intervals
   */
  public record Fitted(
      TableModel model, MeasuredTable table, SortedMap<String, Integer> leftOut, double seconds) {}

  private TableFitter() {}

  /**
   * @param seed recorded with the model; of what is drawn to evaluate it
   * @throws NotchException if no group has enough different configurations
   */
  public static Fitted fit(MeasuredTable table, long seed, Progress progress) {
    SortedMap<String, Integer> leftOut = new TreeMap<>();
    SortedMap<String, TimingTree> trees = new TreeMap<>();
    long start = System.nanoTime();
    table
        .groups()
        .forEach(
            (name, rows) -> {
              progress.check();
              progress.update(trees.size() + leftOut.size(), table.groups().size(), name);
              int different = (int) configurations(rows).stream().distinct().count();
              if (different < FEWEST) {
                leftOut.put(name, different);
              } else {
                trees.put(name, TreeTrainer.fit(table.schema(), rows, TreeOptions.relative(rows)));
              }
            });
    if (trees.isEmpty()) {
      throw tooFew(table, leftOut);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    TableModel model = model(table, trees, intervals(table, trees, seed, progress), seed);
    return new Fitted(model, table, leftOut, seconds);
  }

  private static SortedMap<String, TableIntervals> intervals(
      MeasuredTable table, SortedMap<String, TimingTree> trees, long seed, Progress progress) {
    SortedMap<String, TableIntervals> intervals = new TreeMap<>();
    int done = 0;
    for (Map.Entry<String, TimingTree> entry : trees.entrySet()) {
      String name = entry.getKey();
      progress.update(done++, trees.size(), "prediction intervals of " + name);
      List<Row> rows = table.groups().get(name);
      TableCalibration.of(
              table.schema(), rows, configurations(rows), entry.getValue(), seed, progress)
          .ifPresent(found -> intervals.put(name, found));
    }
    return intervals;
  }

  /** Cross-validates what was fitted: no configuration is in two folds. */
  public static FitReport report(Fitted fitted, FitReport.Options options, Progress progress) {
    if (options.folds() == 0) {
      return FitReport.of(List.of(), fitted.seconds());
    }
    MeasuredTable table = fitted.table();
    List<Sample> samples = new ArrayList<>();
    for (String name : fitted.model().trees().keySet()) {
      List<Row> rows = table.groups().get(name);
      samples.add(new Sample(name, rows, configurations(rows)));
    }
    Regressor tree = CrossValidation.tree(table.schema(), TreeOptions::relative);
    List<Regressor> others = options.baselines() ? baselines(table, samples) : List.of();
    CrossValidation validation = new CrossValidation(options.folds(), options.seed());
    return FitReport.of(validation.samples(samples, tree, others, progress), fitted.seconds());
  }

  /** Like those of layers, whose floor is a tenth of the trees'. */
  private static List<Regressor> baselines(MeasuredTable table, List<Sample> samples) {
    double floor =
        samples.stream()
            .mapToDouble(sample -> TreeOptions.relative(sample.rows()).floor() / 10)
            .min()
            .orElseThrow();
    return Baselines.all(table.columns().explanatory().get(0), floor);
  }

  private static List<String> configurations(List<Row> rows) {
    return rows.stream()
        .map(r -> Arrays.toString(r.variables()) + Arrays.toString(r.explanatory()[0]))
        .toList();
  }

  private static TableModel model(
      MeasuredTable table,
      SortedMap<String, TimingTree> trees,
      SortedMap<String, TableIntervals> intervals,
      long seed) {
    return new TableModel(
        table.columns().target(),
        table.columns().group(),
        table.schema(),
        trees,
        intervals,
        new TableModel.Origin(
            ToolVersion.version(), table.file(), table.sha256(), table.rows(), seed));
  }

  private static NotchException tooFew(MeasuredTable table, SortedMap<String, Integer> leftOut) {
    int most = leftOut.values().stream().mapToInt(n -> n).max().orElse(0);
    String group = table.columns().group().map(g -> " for each '" + g + "'").orElse("");
    return new NotchException(
        "%s: a fit needs at least %d different configurations%s, not %d (%d rows)"
            .formatted(table.file(), FEWEST, group, most, table.rows()));
  }
}
