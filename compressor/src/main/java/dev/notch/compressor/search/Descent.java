package dev.notch.compressor.search;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Shrinks a point of the search space until it is within a budget, giving up least accuracy for
 * what is saved. For every axis and choice the best next smaller choice is known beforehand: the
 * one that loses least accuracy for each unit of cost it saves, measured while the other axes cut
 * nothing. A point then shrinks along the cheapest such step of any axis; how many steps it takes
 * is found by bisection on the true cost.
 */
final class Descent {
  private final SearchSpace space;
  private final PlanCost cost;
  private final int[][] next;
  private final double[][] price;

  Descent(SearchSpace space, PlanCost cost, AccuracyEstimate accuracy) {
    this.space = space;
    this.cost = cost;
    this.next = new int[space.dimensions()][];
    this.price = new double[space.dimensions()][];
    for (int axis = 0; axis < space.dimensions(); axis++) {
      buildLadder(axis, accuracy);
    }
  }

  private void buildLadder(int axis, AccuracyEstimate accuracy) {
    int size = space.size(axis);
    double[] alone = costsAlone(axis);
    Axis choices = space.axis(axis);
    next[axis] = new int[size];
    price[axis] = new double[size];
    for (int from = 1; from < size; from++) {
      next[axis][from] = from - 1;
      price[axis][from] = Double.POSITIVE_INFINITY;
      for (int to = from - 1; to >= 0; to--) {
        double saved = alone[from] - alone[to];
        double lost = accuracy.loss(choices, to) - accuracy.loss(choices, from);
        if (saved > 0 && lost / saved < price[axis][from]) {
          next[axis][from] = to;
          price[axis][from] = lost / saved;
        }
      }
    }
  }

  private double[] costsAlone(int axis) {
    int[] point = space.top();
    double[] costs = new double[space.size(axis)];
    for (int index = 0; index < costs.length; index++) {
      point[axis] = index;
      costs[index] = cost.of(space.decode(point));
    }
    return costs;
  }

  /** The cost of a point. */
  double cost(int[] point) {
    return cost.of(space.decode(point));
  }

  /**
   * The point itself if it is within the budget, else one that shrank into it; all axes at their
   * least choice if nothing larger on the way is within the budget.
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

  /** A step that an axis may take next; the cheapest goes first, of equals the first axis. */
  private record Step(double price, int axis) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int byPrice = Double.compare(price, other.price);
      return byPrice != 0 ? byPrice : Integer.compare(axis, other.axis);
    }
  }

  /** The axes that shrink, in order, until all are at their least choice. */
  private int[] steps(int[] point) {
    int[] at = point.clone();
    int[] order = new int[Arrays.stream(at).sum()];
    PriorityQueue<Step> possible = new PriorityQueue<>();
    for (int axis = 0; axis < at.length; axis++) {
      offer(axis, at, possible);
    }
    int count = 0;
    while (!possible.isEmpty()) {
      int axis = possible.remove().axis();
      order[count++] = axis;
      at[axis] = next[axis][at[axis]];
      offer(axis, at, possible);
    }
    return Arrays.copyOf(order, count);
  }

  private void offer(int axis, int[] at, PriorityQueue<Step> possible) {
    if (at[axis] > 0) {
      possible.add(new Step(price[axis][at[axis]], axis));
    }
  }

  private int[] after(int[] point, int[] steps, int count) {
    int[] at = point.clone();
    for (int i = 0; i < count; i++) {
      at[steps[i]] = next[steps[i]][at[steps[i]]];
    }
    return at;
  }

  /** The index that an axis' best next step leads to. */
  int next(int axis, int index) {
    return next[axis][index];
  }
}
