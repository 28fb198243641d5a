package dev.notch.timing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ratios of measured to predicted values that were held out, by the leaf that answers for them. A
 * leaf with few of them takes those of the whole tree.
 */
public final class LeafRatios {
  private static final int ENOUGH = 30;

  private final List<Double> all = new ArrayList<>();
  private final Map<Integer, List<Double>> byLeaf = new HashMap<>();

  /**
   * @param leaf number of the leaf
   * @param ratio positive
   */
  public void add(int leaf, double ratio) {
    if (!(ratio > 0) || Double.isInfinite(ratio)) {
      throw new IllegalArgumentException("a ratio of leaf " + leaf + " cannot be " + ratio);
    }
    all.add(ratio);
    byLeaf.computeIfAbsent(leaf, l -> new ArrayList<>()).add(ratio);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * The factor that {@link Intervals#LEVEL} of all ratios stay within.
   *
   * @throws IllegalStateException without ratios
   */
  public double spread() {
    return spread(all);
  }

  /**
   * The factor that {@link Intervals#LEVEL} of the ratios of a leaf stay within.
   *
   * @throws IllegalStateException without ratios
   */
  public double spread(int leaf) {
    List<Double> own = byLeaf.getOrDefault(leaf, List.of());
    return spread(own.size() >= ENOUGH ? own : all);
  }

  private static double spread(List<Double> ratios) {
    if (ratios.isEmpty()) {
      throw new IllegalStateException("nothing was held out");
    }
    return Intervals.spread(
        Intervals.LEVEL, ratios.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
