package dev.notch.compressor.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks from the plan that cuts nothing to the least one, each time by the step that loses least
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
    Optional<int[]> at = Optional.of(space.top());
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
    for (int axis = 0; axis < at.length; axis++) {
      if (at[axis] == 0) {
        continue;
      }
      int[] candidate = at.clone();
      candidate[axis] = descent.next(axis, at[axis]);
      double price = price(at, candidate, axis, cost - descent.cost(candidate));
      if (best == null || price < leastPrice) {
        best = candidate;
        leastPrice = price;
      }
    }
    return Optional.ofNullable(best);
  }

  private double price(int[] from, int[] to, int axis, double saved) {
    Axis choices = space.axis(axis);
    double lost = accuracy.loss(choices, to[axis]) - accuracy.loss(choices, from[axis]);
    return saved > 0 ? lost / saved : Double.POSITIVE_INFINITY;
  }
}
