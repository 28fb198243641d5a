package dev.notch.timing.tree;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Improves the conditions of a grown tree one at a time while the rest stays: a branch may ask any
 * question that sends more rows to the subtree that predicts them better; the leaves below are then
 * fitted again, and the change stays if the error falls. Greedy growth puts early thresholds where
 * they pay before the splits below exist; this moves them. After Carreira-Perpinan and Tavallali,
 * Alternating optimization of decision trees (2018).
 */
final class SplitRefinement {
  private static final int ROUNDS = 4;
  private static final double WORTHWHILE = 1e-4;

  /** A node of the tree that is refined; a leaf has no split. */
  static final class Knot {
    private int[] members;
    private Split split;
    private Knot yes;
    private Knot no;
    private Equation equation;
    private double error;

    static Knot leaf(int[] members) {
      Knot knot = new Knot();
      knot.members = members;
      return knot;
    }

    static Knot branch(int[] members, Split split, Knot yes, Knot no) {
      Knot knot = leaf(members);
      knot.split = split;
      knot.yes = yes;
      knot.no = no;
      return knot;
    }

    boolean isLeaf() {
      return split == null;
    }

    int[] members() {
      return members;
    }

    Split split() {
      return split;
    }

    Knot yes() {
      return yes;
    }

    Knot no() {
      return no;
    }

    Equation equation() {
      return equation;
    }
  }

  private final Table table;
  private final TreeOptions options;
  private final LeafFit fit;

  SplitRefinement(Table table, TreeOptions options) {
    this.table = table;
    this.options = options;
    Schema schema = table.schema();
    fit = new LeafFit(schema.views().size(), schema.explanatory().size());
  }

  /** Fits all leaves and moves conditions until nothing gets better. */
  void refine(Knot root) {
    route(root, root.members);
    for (int round = 0; round < ROUNDS; round++) {
      if (!improve(root)) {
        return;
      }
    }
  }

  private boolean improve(Knot knot) {
    if (knot.isLeaf()) {
      return false;
    }
    boolean here = improveOne(knot);
    boolean yes = improve(knot.yes);
    boolean no = improve(knot.no);
    return here || yes || no;
  }

  private boolean improveOne(Knot knot) {
    Split found = bestQuestion(knot);
    if (found == null || found.equals(knot.split)) {
      return false;
    }
    Split old = knot.split;
    double error = knot.error;
    knot.split = found;
    if (route(knot, knot.members) && knot.error < error * (1 - WORTHWHILE)) {
      return true;
    }
    knot.split = old;
    route(knot, knot.members);
    return false;
  }

  /** Sends rows down, fits the leaves and sums errors; whether every leaf has enough rows. */
  private boolean route(Knot knot, int[] members) {
    knot.members = members;
    if (knot.isLeaf()) {
      knot.error = fit.fit(table.moments(members));
      knot.equation = fit.equation();
      return members.length >= options.minLeaf();
    }
    Split split = knot.split;
    boolean enoughYes = route(knot.yes, select(members, split, true));
    boolean enoughNo = route(knot.no, select(members, split, false));
    knot.error = knot.yes.error + knot.no.error;
    return enoughYes && enoughNo;
  }

  private int[] select(int[] members, Split split, boolean answer) {
    return Arrays.stream(members)
        .filter(row -> split.holds(table.value(row, split.variable())) == answer)
        .toArray();
  }

  /** The question under which the two subtrees as they are err least. */
  private Split bestQuestion(Knot knot) {
    double[] surplus = new double[table.rows().size()];
    for (int row : knot.members) {
      surplus[row] = error(knot.yes, row) - error(knot.no, row);
    }
    Split best = knot.split;
    double least = surplus(knot.members, knot.split, surplus) - 1e-12;
    for (int variable : table.variables()) {
      int[] sorted = sortedBy(knot.members, variable);
      double sum = 0;
      for (int i = 0; i < sorted.length - 1; i++) {
        sum += surplus[sorted[i]];
        double low = table.value(sorted[i], variable);
        double high = table.value(sorted[i + 1], variable);
        if (low < high && sum < least) {
          least = sum;
          best = new Split.Range(variable, SplitSearch.between(low, high));
        }
      }
      for (int modulus : table.moduli(knot.members, variable, options.minLeaf())) {
        Split split = new Split.Multiple(variable, modulus);
        double here = surplus(knot.members, split, surplus);
        if (here < least) {
          least = here;
          best = split;
        }
      }
    }
    return best;
  }

  private double surplus(int[] members, Split split, double[] surplus) {
    double sum = 0;
    for (int row : members) {
      sum += split.holds(table.value(row, split.variable())) ? surplus[row] : 0;
    }
    return sum;
  }

  private double error(Knot knot, int row) {
    Knot at = knot;
    while (!at.isLeaf()) {
      at = at.split.holds(table.value(row, at.split.variable())) ? at.yes : at.no;
    }
    Row r = table.rows().get(row);
    double off =
        (at.equation.value(r.explanatory()) - r.target()) / Math.max(r.target(), options.floor());
    return off * off;
  }

  private int[] sortedBy(int[] members, int variable) {
    return Arrays.stream(members)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> table.value(row, variable)))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
