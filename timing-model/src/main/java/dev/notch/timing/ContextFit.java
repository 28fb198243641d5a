package dev.notch.timing;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.NetworkTerm.Spill;
import dev.notch.timing.tree.Nnls;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Leaf;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learns from the totals of whole networks what the traces of their layers do not tell: a factor
 * for each leaf, what a call costs, and what weights beyond a size cost. A factor is 1, plus what
 * all leaves of the kind have in common, plus what is the leaf's own. Both are held near zero, in
 * the way of ridge regression (Hoerl and Kennard 1970): some hundred totals cannot tell hundreds of
 * leaves apart. Errors are relative. The leaves themselves stay as the layers have it.
 */
final class ContextFit {
  /**
   * What the square of a deviation costs, where the square of a relative error of one total costs
   * 1: totals that are off by 3 % make factors that are off by 10 %.
   */
  private static final double PRIOR = 0.1;

  /** However totals contradict the layers, no work becomes free. */
  private static final double LEAST_FACTOR = 0.25;

  /** Sizes of weights beyond which they may cost more: the sizes of caches. */
  private static final double[] SIZES_MB = {1, 2, 4, 8, 16, 32, 64};

  private final Map<OpKind, TimingTree> trees;

  /** The column of what each kind has in common; those of its leaves follow. */
  private final Map<OpKind, Integer> columns = new EnumMap<>(OpKind.class);

  private final int deviations;
  private final int size;

  private ContextFit(Map<OpKind, TimingTree> trees) {
    this.trees = trees;
    int next = 0;
    for (Map.Entry<OpKind, TimingTree> entry : trees.entrySet()) {
      columns.put(entry.getKey(), next);
      next += 1 + entry.getValue().leaves().size();
    }
    deviations = next;
    // Deviations may be negative: each has a column up and one down. Then the call, then sizes.
    size = 2 * deviations + 1 + SIZES_MB.length;
  }

  /** Networks with a step that no tree prices are left out. */
  static NetworkTerm fit(Map<OpKind, TimingTree> trees, List<TrainingData.Total> totals) {
    ContextFit fit = new ContextFit(trees);
    return fit.term(fit.solve(totals));
  }

  private double[] solve(List<TrainingData.Total> totals) {
    double[][] gram = new double[size][size];
    double[] right = new double[size];
    for (int i = 0; i < 2 * deviations; i++) {
      gram[i][i] = PRIOR;
    }
    for (TrainingData.Total total : totals) {
      if (total.steps().stream().allMatch(s -> trees.containsKey(s.kind()))) {
        add(gram, right, total);
      }
    }
    return Nnls.solve(gram, right);
  }

  private void add(double[][] gram, double[] right, TrainingData.Total total) {
    double[] row = new double[size];
    double traced = 0;
    for (LayerConfig step : total.steps()) {
      traced += addStep(row, step);
    }
    for (int i = 0; i < deviations; i++) {
      row[deviations + i] = -row[i];
    }
    row[2 * deviations] = 1;
    double weights = Features.weightsMb(total.steps());
    for (int i = 0; i < SIZES_MB.length; i++) {
      row[2 * deviations + 1 + i] = Math.max(0, weights - SIZES_MB[i]);
    }
    double weight = 1 / (total.ms() * total.ms());
    for (int i = 0; i < size; i++) {
      if (row[i] != 0) {
        double scaled = weight * row[i];
        right[i] += scaled * (total.ms() - traced);
        for (int j = 0; j < size; j++) {
          gram[i][j] += scaled * row[j];
        }
      }
    }
  }

  /** Adds a step to the columns of its kind and its leaf, and returns its time. */
  private double addStep(double[] row, LayerConfig step) {
    Leaf leaf = trees.get(step.kind()).leaf(Features.variables(step));
    double ms = leaf.equation().value(Features.explanatory(step, leaf.equation().view()));
    int kind = columns.get(step.kind());
    row[kind] += ms;
    row[kind + 1 + leaf.index()] += ms;
    return ms;
  }

  private NetworkTerm term(double[] solution) {
    Map<OpKind, List<Double>> factors = new EnumMap<>(OpKind.class);
    columns.forEach(
        (kind, column) -> {
          List<Double> all = new ArrayList<>();
          for (int leaf = 0; leaf < trees.get(kind).leaves().size(); leaf++) {
            double off = deviation(solution, column) + deviation(solution, column + 1 + leaf);
            all.add(Math.max(1 + off, LEAST_FACTOR));
          }
          factors.put(kind, all);
        });
    int call = 2 * deviations;
    List<Spill> spills =
        IntStream.range(0, SIZES_MB.length)
            .filter(i -> solution[call + 1 + i] > 0)
            .mapToObj(i -> new Spill(SIZES_MB[i], solution[call + 1 + i]))
            .toList();
    return new NetworkTerm(factors, solution[call], spills);
  }

  private double deviation(double[] solution, int column) {
    return solution[column] - solution[deviations + column];
  }
}
