package dev.notch.compressor.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks from the original widths to the least ones, each time by the step that loses least
 * estimated accuracy for the cost it truly saves from where the walk is. A strong baseline for the
 * search, and part of its first population.
 */
final class Greedy {
  private final SearchSpace space;
  private final Descent descent;
  private final AccuracyEstimate accuracy;

  Greedy(SearchSpace space, Descent descent, AccuracyEstimate accuracy) {
    this.space = space;
    this.descent = descent;
    this.accuracy = accuracy;
  }

  /** All points of the walk, widest first. */
  List<int[]> walk() {
    List<int[]> points = new ArrayList<>();
    Optional<int[]> at = Optional.of(space.encode(space.baseline()));
    while (at.isPresent()) {
      points.add(at.get());
      at = next(at.get());
    }
    return points;
  }

  private Optional<int[]> next(int[] at) {
    double cost = descent.cost(at);
    int[] best = null;
    double leastPrice = Double.POSITIVE_INFINITY;
    for (int group = 0; group < at.length; group++) {
      if (at[group] == 0) {
        continue;
      }
      int[] candidate = at.clone();
      candidate[group] = descent.next(group, at[group]);
      double price = price(at, candidate, group, cost - descent.cost(candidate));
      if (best == null || price < leastPrice) {
        best = candidate;
        leastPrice = price;
      }
    }
    return Optional.ofNullable(best);
  }

  private double price(int[] from, int[] to, int group, double saved) {
    double lost =
        accuracy.loss(group, space.width(group, to[group]))
            - accuracy.loss(group, space.width(group, from[group]));
    return saved > 0 ? lost / saved : Double.POSITIVE_INFINITY;
  }
}
