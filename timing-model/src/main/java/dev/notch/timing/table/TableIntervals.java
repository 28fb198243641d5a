package dev.notch.timing.table;

import java.util.List;

/**
 * How far measurements may be from a tree's equations: factors, so that a value {@code v} is
 * expected from {@code v / spread} to {@code v * spread}.
 *
 * @param level share of the measurements that the intervals are meant to hold, such as 0.9
 * @param tree the spread over all leaves
 * @param leaves the spread of each leaf, in the order of the tree's leaves
 * @param held share of rows that were held out and are within intervals that were found without
 *     their fold, in percent
 */
public record TableIntervals(double level, double tree, List<Double> leaves, double held) {

  public TableIntervals {
    leaves = List.copyOf(leaves);
    if (!(level > 0 && level < 1) || !(tree >= 1) || !(held >= 0 && held <= 100)) {
      throw new IllegalArgumentException(
          "intervals need a level between 0 and 1, a spread from 1 and a share held from 0 to 100,"
              + " were %s, %s and %s".formatted(level, tree, held));
    }
    for (double spread : leaves) {
      if (!(spread >= 1)) {
        throw new IllegalArgumentException("a leaf's spread cannot be " + spread);
      }
    }
  }
}
