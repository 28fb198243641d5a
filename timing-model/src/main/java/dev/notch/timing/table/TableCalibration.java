package dev.notch.timing.table;

import dev.notch.models.progress.Progress;
import dev.notch.timing.Intervals;
import dev.notch.timing.LeafRatios;
import dev.notch.timing.evaluation.Folds;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeOptions;
import dev.notch.timing.tree.TreeTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the intervals of a tree by cross-conformal prediction, as those of layers are found:
 * configurations are dealt into folds, and the rows of each are predicted by a tree that was fitted
 * to the others. What the intervals hold is counted fold by fold, with the spreads that the other
 * folds' ratios give.
 */
final class TableCalibration {
  private static final int FOLDS = 5;

  /** A row that was held out. */
  private record Held(int fold, int leaf, double measured, double predicted) {

    double ratio() {
      return measured / predicted;
    }

    /** Whether an equation said anything; one without a constant may give 0 far outside. */
    boolean known() {
      return predicted > 0 && ratio() > 0 && Double.isFinite(ratio());
    }

    boolean within(double spread) {
      return known() && Math.max(ratio(), 1 / ratio()) <= spread;
    }
  }

  private final TimingTree tree;
  private final List<Held> held = new ArrayList<>();

  private TableCalibration(TimingTree tree) {
    this.tree = tree;
  }

  /**
   * @param tree that was fitted to all rows
   * @param configurations what each row measured: rows of one configuration share a fold
   * @return empty if no row that was held out could be predicted
   */
  static Optional<TableIntervals> of(
      Schema schema,
      List<Row> rows,
      List<String> configurations,
      TimingTree tree,
      long seed,
      Progress progress) {
    TableCalibration calibration = new TableCalibration(tree);
    int[] folds = Folds.assign(configurations, c -> c, FOLDS, seed);
    for (int fold = 0; fold < FOLDS; fold++) {
      progress.check();
      List<Row> others = Folds.select(rows, folds, fold, false);
      TimingTree other = TreeTrainer.fit(schema, others, TreeOptions.relative(others));
      calibration.hold(fold, Folds.select(rows, folds, fold, true), other);
    }
    return calibration.intervals();
  }

  private void hold(int fold, List<Row> rows, TimingTree other) {
    for (Row row : rows) {
      double predicted = other.predict(row.variables(), row.explanatory());
      held.add(new Held(fold, tree.leaf(row.variables()).index(), row.target(), predicted));
    }
  }

  private Optional<TableIntervals> intervals() {
    LeafRatios all = ratios(-1);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TableIntervals(
            Intervals.LEVEL,
            all.spread(),
            IntStream.range(0, tree.leaves().size()).mapToObj(all::spread).toList(),
            100.0 * IntStream.range(0, FOLDS).mapToLong(this::within).sum() / held.size()));
  }

  /** How many rows of a fold are within what the other folds say. */
  private long within(int fold) {
    LeafRatios others = ratios(fold);
    return others.isEmpty()
        ? 0
        : held.stream()
            .filter(h -> h.fold() == fold)
            .filter(h -> h.within(others.spread(h.leaf())))
            .count();
  }

  /** The ratios of all folds but one. */
  private LeafRatios ratios(int without) {
    LeafRatios ratios = new LeafRatios();
    held.stream()
        .filter(h -> h.fold() != without && h.known())
        .forEach(h -> ratios.add(h.leaf(), h.ratio()));
    return ratios;
  }
}
