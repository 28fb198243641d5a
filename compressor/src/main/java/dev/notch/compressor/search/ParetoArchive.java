package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The points seen so far that no other one beats at both cost and accuracy. Among points equal at
 * both, the lexicographically least widths stay, so that the order of arrival does not matter.
 */
final class ParetoArchive {
  /** Costs ascending; then accuracies ascend as well. */
  private final TreeMap<Double, Scored> byCost = new TreeMap<>();

  /** A plan with its two objectives. */
  record Scored(double cost, double accuracy, WidthPlan plan) {}

  void add(Scored scored) {
    Map.Entry<Double, Scored> cheaper = byCost.floorEntry(scored.cost());
    if (cheaper != null && !improves(scored, cheaper.getValue())) {
      return;
    }
    Map.Entry<Double, Scored> dearer = byCost.ceilingEntry(scored.cost());
    while (dearer != null && dearer.getValue().accuracy() <= scored.accuracy()) {
      byCost.remove(dearer.getKey());
      dearer = byCost.ceilingEntry(scored.cost());
    }
    byCost.put(scored.cost(), scored);
  }

  private static boolean improves(Scored scored, Scored cheaper) {
    boolean equal = cheaper.cost() == scored.cost() && cheaper.accuracy() == scored.accuracy();
    return equal
        ? Arrays.compare(scored.plan().toArray(), cheaper.plan().toArray()) < 0
        : scored.accuracy() > cheaper.accuracy();
  }

  /** The front, cheapest first. */
  Collection<Scored> front() {
    return byCost.values();
  }
}
