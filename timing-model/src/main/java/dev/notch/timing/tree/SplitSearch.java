package dev.notch.timing.tree;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the split that leaves the smallest sum of squared relative errors when each side gets its
 * own best equation. Ranges: one pass over the sorted rows, with the moments growing row by row.
 * Multiples: one pass for each of the {@link Moduli} found in them.
 */
final class SplitSearch {
  /** More thresholds a variable and node only move the border within a gap of the data. */
  private static final int MAX_THRESHOLDS = 64;

  record Found(Split split, double error) {}

  private final Table table;
  private final int minLeaf;
  private final LeafFit fit;
  private final Moments yes;
  private final Moments no;

  SplitSearch(Table table, int minLeaf) {
    this.table = table;
    this.minLeaf = minLeaf;
    Schema schema = table.schema();
    fit = new LeafFit(schema.views().size(), schema.explanatory().size());
    yes = new Moments(table.momentsSize());
    no = new Moments(table.momentsSize());
  }

  /** The best split of these rows, unless there are too few or they are all alike. */
  Optional<Found> best(int[] members) {
    if (members.length < 2 * minLeaf) {
      return Optional.empty();
    }
    Moments whole = table.moments(members);
    Found best = null;
    for (int variable : table.variables()) {
      best = better(best, bestRange(members, variable, whole));
      best = better(best, bestMultiple(members, variable, whole));
    }
    return Optional.ofNullable(best);
  }

  private Found bestRange(int[] members, int variable, Moments whole) {
    int[] sorted = sortedBy(members, variable);
    int every = Math.max(1, borders(sorted, variable) / MAX_THRESHOLDS);
    Found best = null;
    yes.clear();
    int border = 0;
    for (int i = 0; i < sorted.length - minLeaf; i++) {
      yes.add(table.products(sorted[i]));
      double low = table.value(sorted[i], variable);
      double high = table.value(sorted[i + 1], variable);
      if (low < high && border++ % every == 0 && i + 1 >= minLeaf) {
        best = better(best, judge(new Split.Range(variable, between(low, high)), whole));
      }
    }
    return best;
  }

  private Found bestMultiple(int[] members, int variable, Moments whole) {
    Found best = null;
    for (int modulus : table.moduli(members, variable, minLeaf)) {
      Split split = new Split.Multiple(variable, modulus);
      yes.clear();
      for (int row : members) {
        if (split.holds(table.value(row, variable))) {
          yes.add(table.products(row));
        }
      }
      best = better(best, judge(split, whole));
    }
    return best;
  }

  private Found judge(Split split, Moments whole) {
    no.setDifference(whole, yes);
    return new Found(split, fit.fit(yes) + fit.fit(no));
  }

  private int[] sortedBy(int[] members, int variable) {
    return Arrays.stream(members)
        .boxed()
        .sorted(
            java.util.Comparator.<Integer>comparingDouble(row -> table.value(row, variable))
                .thenComparingInt(row -> row))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int borders(int[] sorted, int variable) {
    int borders = 0;
    for (int i = 1; i < sorted.length; i++) {
      borders += table.value(sorted[i - 1], variable) < table.value(sorted[i], variable) ? 1 : 0;
    }
    return borders;
  }

  /** The middle, rounded down where the values are whole, since only whole values will be asked. */
  static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    boolean whole = low == Math.rint(low) && high == Math.rint(high);
    return whole ? Math.floor(middle) : middle < high ? middle : low;
  }

  private static Found better(Found first, Found second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return second.error < first.error * (1 - 1e-9) ? second : first;
  }
}
