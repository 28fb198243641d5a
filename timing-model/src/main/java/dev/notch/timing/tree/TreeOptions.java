package dev.notch.timing.tree;

import java.util.List;

/**
 * How trees are grown.
 *
 * @param minLeaf rows that a leaf needs; fewer are too easily fitted by chance
 * @param maxLeaves leaves that a person still reads
 * @param floor targets below it are weighed as if they were it, in the unit of the target: their
 *     error counts in absolute terms, because the clock's resolution is no better
 */
public record TreeOptions(int minLeaf, int maxLeaves, double floor) {
  private static final int FEW_SAMPLES = 400;
  private static final int VERY_FEW_SAMPLES = 100;
  private static final int MAX_LEAVES = 25;

  public TreeOptions {
    if (minLeaf < 1 || maxLeaves < 1 || !(floor > 0)) {
      throw new IllegalArgumentException(
          "minimum leaf, leaves and floor must be positive, were "
              + minLeaf
              + ", "
              + maxLeaves
              + ", "
              + floor);
    }
  }

  /**
   * For times in milliseconds from a clock that resolves a microsecond. The fewer samples there
   * are, the smaller a leaf may be: a cliff of a factor of ten shows in five samples, and the
   * information criterion keeps out what does not pay.
   *
   * @param samples rows that the tree is fitted to
   */
  public static TreeOptions milliseconds(int samples) {
    return new TreeOptions(minLeaf(samples), MAX_LEAVES, 1e-3);
  }

  /**
   * For targets of any unit: as for milliseconds, with a thousandth of the median target as the
   * floor, so that the unit does not matter.
   *
   * @throws IllegalArgumentException if there are no rows or their median is not positive
   */
  public static TreeOptions relative(List<Row> rows) {
    double[] sorted = rows.stream().mapToDouble(Row::target).sorted().toArray();
    double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    return new TreeOptions(minLeaf(rows.size()), MAX_LEAVES, median / 1000);
  }

  private static int minLeaf(int samples) {
    return samples < VERY_FEW_SAMPLES ? 5 : samples < FEW_SAMPLES ? 10 : 15;
  }
}
