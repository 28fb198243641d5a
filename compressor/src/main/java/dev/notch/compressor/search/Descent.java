package dev.notch.compressor.search;

import java.util.Arrays;

/**
 * Shrinks a point of the search space until it is within a budget, giving up least accuracy for
 * what is saved. For every group and width the best next smaller width is known beforehand: the one
 * that loses least accuracy for each unit of cost it saves, measured with the other groups at their
 * original widths. A point then shrinks along the cheapest such step of any group; how many steps
 * it takes is found by bisection on the true cost.
 */
final class Descent {
  private final SearchSpace space;
  private final PlanCost cost;
  private final int[][] next;
  private final double[][] price;

  Descent(SearchSpace space, PlanCost cost, AccuracyEstimate accuracy) {
    this.space = space;
    this.cost = cost;
    this.next = new int[space.groups()][];
    this.price = new double[space.groups()][];
    for (int group = 0; group < space.groups(); group++) {
      buildLadder(group, accuracy);
    }
  }

  private void buildLadder(int group, AccuracyEstimate accuracy) {
    int size = space.size(group);
    double[] alone = costsAlone(group);
    next[group] = new int[size];
    price[group] = new double[size];
    for (int from = 1; from < size; from++) {
      next[group][from] = from - 1;
      price[group][from] = Double.POSITIVE_INFINITY;
      for (int to = from - 1; to >= 0; to--) {
        double saved = alone[from] - alone[to];
        double lost =
            accuracy.loss(group, space.width(group, to))
                - accuracy.loss(group, space.width(group, from));
        if (saved > 0 && lost / saved < price[group][from]) {
          next[group][from] = to;
          price[group][from] = lost / saved;
        }
      }
    }
  }

  private double[] costsAlone(int group) {
    int[] point = space.encode(space.baseline());
    double[] costs = new double[space.size(group)];
    for (int index = 0; index < costs.length; index++) {
      point[group] = index;
      costs[index] = cost.of(space.decode(point));
    }
    return costs;
  }

  /** The cost of a point. */
  double cost(int[] point) {
    return cost.of(space.decode(point));
  }

  /**
   * The point itself if it is within the budget, else one that shrank into it; all groups at their
   * least width if nothing larger on the way is within the budget.
   */
  int[] within(double budget, int[] point) {
    return cost(point) <= budget ? point : shrunk(budget, point);
  }

  private int[] shrunk(double budget, int[] point) {
    int[] steps = steps(point);
    int over = 0;
    int inside = steps.length;
    while (inside - over > 1) {
      int middle = (over + inside) >>> 1;
      if (cost(after(point, steps, middle)) <= budget) {
        inside = middle;
      } else {
        over = middle;
      }
    }
    return after(point, steps, inside);
  }

  /** The groups that shrink, in order, until all are at their least width. */
  private int[] steps(int[] point) {
    int[] at = point.clone();
    int[] order = new int[Arrays.stream(at).sum()];
    int count = 0;
    for (int group = cheapest(at); group >= 0; group = cheapest(at)) {
      order[count++] = group;
      at[group] = next[group][at[group]];
    }
    return Arrays.copyOf(order, count);
  }

  /** The group whose next step is the cheapest; -1 if none can shrink. */
  private int cheapest(int[] at) {
    int found = -1;
    for (int group = 0; group < at.length; group++) {
      if (at[group] > 0 && (found < 0 || price(group, at) < price(found, at))) {
        found = group;
      }
    }
    return found;
  }

  private double price(int group, int[] at) {
    return price[group][at[group]];
  }

  private int[] after(int[] point, int[] steps, int count) {
    int[] at = point.clone();
    for (int i = 0; i < count; i++) {
      at[steps[i]] = next[steps[i]][at[steps[i]]];
    }
    return at;
  }

  /** The index that a group's best next step leads to. */
  int next(int group, int index) {
    return next[group][index];
  }
}
