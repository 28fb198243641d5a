package dev.notch.timing.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Grows a {@link TimingTree}: best-first by the fall of the sum of squared relative errors, up to
 * the permitted number of leaves; of all trees passed on the way the one with the lowest Bayesian
 * information criterion stays, and branches that raise the criterion are then folded from below. At
 * last {@link SplitRefinement} moves conditions that were chosen before those below them.
 *
 * <p>BIC = n ln(SSE / n) + k ln n, where k counts coefficients that are not zero, two for each
 * split (its variable and its value) and one for each view chosen. The same rows in any order give
 * the same tree.
 */
public final class TreeTrainer {
  /**
   * No clock repeats better: below this mean squared relative error there is nothing to explain.
   */
  private static final double PERFECT = 1e-6;

  private final Table table;
  private final TreeOptions options;
  private final SplitSearch search;
  private final LeafFit fit;

  private TreeTrainer(Schema schema, List<Row> rows, TreeOptions options) {
    this.table = new Table(schema, rows, options.floor());
    this.options = options;
    search = new SplitSearch(table, options.minLeaf());
    fit = new LeafFit(schema.views().size(), schema.explanatory().size());
  }

  /**
   * @throws IllegalArgumentException if there are no rows
   */
  public static TimingTree fit(Schema schema, List<Row> rows, TreeOptions options) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a tree needs at least one measured row");
    }
    return new TreeTrainer(schema, rows, options).grow();
  }

  private TimingTree grow() {
    Growing root = new Growing(IntStream.range(0, table.rows().size()).toArray());
    List<Growing> leaves = new ArrayList<>(List.of(root));
    double lowest = bic(leaves);
    int splits = 0;
    int bestSplits = 0;
    while (leaves.size() < options.maxLeaves() && splitBest(leaves, ++splits)) {
      double bic = bic(leaves);
      if (bic < lowest) {
        lowest = bic;
        bestSplits = splits;
      }
    }
    root.cut(bestSplits);
    fold(root);
    SplitRefinement.Knot refined = root.knot();
    new SplitRefinement(table, options).refine(refined);
    return new TimingTree(new Builder().node(refined));
  }

  private static boolean splitBest(List<Growing> leaves, int order) {
    Growing best = null;
    for (Growing leaf : leaves) {
      if (leaf.gain() > 0 && (best == null || leaf.gain() > best.gain())) {
        best = leaf;
      }
    }
    if (best == null) {
      return false;
    }
    best.open(order);
    int place = leaves.indexOf(best);
    leaves.set(place, best.yes);
    leaves.add(place + 1, best.no);
    return true;
  }

  /** Folds the branch whose folding lowers the criterion most, until none does. */
  private void fold(Growing root) {
    boolean folded = true;
    while (folded) {
      double lowest = bic(root.leaves());
      Growing choice = null;
      for (Growing branch : root.branchesOfLeaves()) {
        int order = branch.order;
        branch.order = 0;
        double bic = bic(root.leaves());
        branch.order = order;
        if (bic < lowest) {
          lowest = bic;
          choice = branch;
        }
      }
      folded = choice != null;
      if (folded) {
        choice.order = 0;
      }
    }
  }

  private double bic(List<Growing> leaves) {
    double error = leaves.stream().mapToDouble(leaf -> leaf.error).sum();
    int parameters = leaves.stream().mapToInt(leaf -> leaf.parameters).sum();
    int rows = table.rows().size();
    double k = parameters + 2.0 * (leaves.size() - 1);
    return rows * Math.log(Math.max(error / rows, PERFECT)) + k * Math.log(rows);
  }

  /** A node while the tree grows; {@code order} is the number of its split, 0 for a leaf. */
  private final class Growing {
    private final int[] members;
    private final double error;
    private final int parameters;
    private final SplitSearch.Found found;
    private int order;
    private Growing yes;
    private Growing no;

    Growing(int[] members) {
      this.members = members;
      error = fit.fit(table.moments(members));
      parameters = fit.parameters();
      found = search.best(members).orElse(null);
    }

    double gain() {
      return found == null ? 0 : error - found.error();
    }

    void open(int number) {
      order = number;
      Split split = found.split();
      yes = new Growing(select(row -> split.holds(table.value(row, split.variable()))));
      no = new Growing(select(row -> !split.holds(table.value(row, split.variable()))));
    }

    private int[] select(java.util.function.IntPredicate condition) {
      return Arrays.stream(members).filter(condition).toArray();
    }

    /** Takes back the splits after number {@code last}. */
    void cut(int last) {
      if (order > last) {
        order = 0;
      }
      if (order > 0) {
        yes.cut(last);
        no.cut(last);
      }
    }

    SplitRefinement.Knot knot() {
      return order == 0
          ? SplitRefinement.Knot.leaf(members)
          : SplitRefinement.Knot.branch(members, found.split(), yes.knot(), no.knot());
    }

    List<Growing> leaves() {
      if (order == 0) {
        return List.of(this);
      }
      List<Growing> leaves = new ArrayList<>(yes.leaves());
      leaves.addAll(no.leaves());
      return leaves;
    }

    List<Growing> branchesOfLeaves() {
      if (order == 0) {
        return List.of();
      }
      if (yes.order == 0 && no.order == 0) {
        return List.of(this);
      }
      List<Growing> branches = new ArrayList<>(yes.branchesOfLeaves());
      branches.addAll(no.branchesOfLeaves());
      return branches;
    }
  }

  /** Turns grown nodes into a tree and numbers its leaves. */
  private final class Builder {
    private int leaves;

    TimingTree.Node node(SplitRefinement.Knot node) {
      if (!node.isLeaf()) {
        TimingTree.Node yes = node(node.yes());
        return new TimingTree.Branch(node.split(), yes, node(node.no()));
      }
      List<Row> rows = Arrays.stream(node.members()).mapToObj(table.rows()::get).toList();
      double error = meanError(node.equation(), rows);
      return new TimingTree.Leaf(leaves++, node.equation(), rows.size(), error, Bounds.of(rows));
    }

    private double meanError(Equation equation, List<Row> rows) {
      double sum = 0;
      for (Row row : rows) {
        double off = Math.abs(equation.value(row.explanatory()) - row.target());
        sum += off / Math.max(row.target(), options.floor());
      }
      return 100 * sum / rows.size();
    }
  }
}
