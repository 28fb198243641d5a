package dev.notch.compressor.search;

import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Climbs from a point to the best estimated accuracy nearby: one axis takes another choice, and if
 * that is too dear the others shrink into the budget again. It ends where no single change helps,
 * or after a number of sweeps.
 */
final class Refinement {
  private static final int SWEEPS = 8;

  private final SearchSpace space;
  private final Descent descent;
  private final ToDoubleFunction<int[]> accuracy;

  Refinement(SearchSpace space, Descent descent, ToDoubleFunction<int[]> accuracy) {
    this.space = space;
    this.descent = descent;
    this.accuracy = accuracy;
  }

  /**
   * @param start within the budget
   * @param visitor sees every better point on the way
   */
  void climb(double budget, int[] start, Consumer<int[]> visitor) {
    int[] at = start;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      int[] better = sweep(budget, at, visitor);
      if (better == at) {
        return;
      }
      at = better;
    }
  }

  private int[] sweep(double budget, int[] start, Consumer<int[]> visitor) {
    int[] best = start;
    double bestAccuracy = accuracy.applyAsDouble(start);
    for (int axis = 0; axis < space.dimensions(); axis++) {
      for (int choice = 0; choice < space.size(axis); choice++) {
        int[] changed = best.clone();
        changed[axis] = choice;
        int[] point = descent.within(budget, choice < best[axis] ? filled(changed, axis) : changed);
        double reached = accuracy.applyAsDouble(point);
        if (reached > bestAccuracy && descent.cost(point) <= budget) {
          best = point;
          bestAccuracy = reached;
          visitor.accept(point);
        }
      }
    }
    return best;
  }

  /** What one axis gives up lets all others grow by a choice; too much of it shrinks again. */
  private int[] filled(int[] point, int axis) {
    int[] wide = point.clone();
    for (int other = 0; other < wide.length; other++) {
      if (other != axis) {
        wide[other] = Math.min(wide[other] + 1, space.size(other) - 1);
      }
    }
    return wide;
  }
}
