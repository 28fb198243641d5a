package dev.notch.timing.tree;

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

  /** Times in milliseconds from a clock that resolves a microsecond; all kinds together. */
  public static TreeOptions milliseconds(int allSamples) {
    return new TreeOptions(allSamples < FEW_SAMPLES ? 10 : 15, 25, 1e-3);
  }
}
