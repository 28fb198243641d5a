package dev.notch.timing;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.NetworkTerm.Spill;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Nnls;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TreeOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Refits the coefficients of all leaves of all trees at once, on measured layers and on measured
 * whole networks: one non-negative least squares problem. A layer's row is weighed by 1/time. A
 * network's row sums the columns of its steps, plus a column for the call itself; it is weighed by
 * 1/time and by {@value #EMPHASIS} times the square root of the layers for each network, so that
 * the few totals are heard. Conditions stay as they are, and each leaf keeps one equation.
 */
final class JointRefit {
  private static final double EMPHASIS = 2;

  /** Sizes of weights beyond which they may cost more: the sizes of caches. */
  private static final double[] SIZES_MB = {1, 2, 4, 8, 16, 32, 64};

  private static final double FLOOR_MS = TreeOptions.milliseconds(0).floor();

  private final Map<OpKind, TimingTree> trees;
  private final Map<OpKind, List<Integer>> offsets = new EnumMap<>(OpKind.class);
  private final int first;
  private final int size;

  private JointRefit(Map<OpKind, TimingTree> trees) {
    this.trees = trees;
    int next = 0;
    for (Map.Entry<OpKind, TimingTree> entry : trees.entrySet()) {
      List<Integer> starts = new ArrayList<>();
      for (Leaf leaf : entry.getValue().leaves()) {
        starts.add(next);
        next += leaf.equation().size();
      }
      offsets.put(entry.getKey(), starts);
    }
    first = next;
    size = next + 1 + SIZES_MB.length;
  }

  record Result(Map<OpKind, TimingTree> trees, NetworkTerm network) {}

  /** Networks with a step that no tree prices are left out. */
  static Result refit(Map<OpKind, TimingTree> trees, TrainingData data) {
    JointRefit refit = new JointRefit(trees);
    return refit.result(refit.solve(data));
  }

  private double[] solve(TrainingData data) {
    double[][] gram = new double[size][size];
    double[] right = new double[size];
    int layers = 0;
    for (TrainingData.Layer layer : data.layers()) {
      if (trees.containsKey(layer.config().kind())) {
        double[] row = new double[size];
        addStep(row, layer.config());
        add(gram, right, row, layer.ms(), 1 / Math.max(layer.ms(), FLOOR_MS));
        layers++;
      }
    }
    List<TrainingData.Total> totals =
        data.totals().stream()
            .filter(t -> t.steps().stream().allMatch(s -> trees.containsKey(s.kind())))
            .toList();
    double emphasis = EMPHASIS * Math.sqrt(layers / (double) Math.max(totals.size(), 1));
    for (TrainingData.Total total : totals) {
      double[] row = new double[size];
      total.steps().forEach(step -> addStep(row, step));
      row[first] = 1;
      double weights = Features.weightsMb(total.steps());
      for (int i = 0; i < SIZES_MB.length; i++) {
        row[first + 1 + i] = Math.max(0, weights - SIZES_MB[i]);
      }
      add(gram, right, row, total.ms(), emphasis / total.ms());
    }
    return Nnls.solve(gram, right, guess());
  }

  private void addStep(double[] row, LayerConfig step) {
    Leaf leaf = trees.get(step.kind()).leaf(Features.variables(step));
    double[] columns = Features.explanatory(step, leaf.equation().view());
    int offset = offsets.get(step.kind()).get(leaf.index());
    for (int i = 0; i < columns.length; i++) {
      row[offset + i] += columns[i];
    }
  }

  private static void add(double[][] gram, double[] right, double[] row, double y, double weight) {
    double square = weight * weight;
    for (int i = 0; i < row.length; i++) {
      if (row[i] != 0) {
        double scaled = row[i] * square;
        right[i] += scaled * y;
        for (int j = 0; j < row.length; j++) {
          gram[i][j] += scaled * row[j];
        }
      }
    }
  }

  private double[] guess() {
    double[] guess = new double[size];
    trees.forEach(
        (kind, tree) -> {
          for (Leaf leaf : tree.leaves()) {
            for (int i = 0; i < leaf.equation().size(); i++) {
              guess[offsets.get(kind).get(leaf.index()) + i] = leaf.equation().coefficient(i);
            }
          }
        });
    return guess;
  }

  private Result result(double[] solution) {
    Map<OpKind, TimingTree> refitted = new EnumMap<>(OpKind.class);
    trees.forEach(
        (kind, tree) ->
            refitted.put(
                kind,
                tree.withLeaves(
                    tree.leaves().stream().map(l -> leaf(kind, l, solution)).toList())));
    return new Result(refitted, new NetworkTerm(1, 0, solution[first], spills(solution)));
  }

  private List<Spill> spills(double[] solution) {
    return IntStream.range(0, SIZES_MB.length)
        .filter(i -> solution[first + 1 + i] > 0)
        .mapToObj(i -> new Spill(SIZES_MB[i], solution[first + 1 + i]))
        .toList();
  }

  private Leaf leaf(OpKind kind, Leaf old, double[] solution) {
    double[] coefficients = new double[old.equation().size()];
    System.arraycopy(
        solution, offsets.get(kind).get(old.index()), coefficients, 0, coefficients.length);
    Equation equation = new Equation(old.equation().view(), coefficients);
    return new Leaf(old.index(), equation, old.samples(), old.error(), old.seen());
  }
}
