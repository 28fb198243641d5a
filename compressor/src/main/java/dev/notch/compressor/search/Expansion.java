package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;
import java.util.Optional;

/**
 * Widens narrowed groups where that costs nothing: of all wider legal choices on all axes the one
 * with the least cost is taken, if the plan is no dearer with it; of equally cheap ones the widest.
 * This is repeated until nothing can widen. The result is never dearer, nowhere narrower, never
 * wider than the baseline, and expands to itself.
 */
public final class Expansion {
  private final SearchSpace space;
  private final PlanCost cost;

  /**
   * @param space with every legal width, not a thinned one
   */
  public Expansion(SearchSpace space, PlanCost cost) {
    this.space = space;
    this.cost = cost;
  }

  private record Move(WidthPlan plan, double cost, double fraction) {
    boolean beats(Move other) {
      return cost < other.cost || (cost == other.cost && fraction > other.fraction);
    }
  }

  /** The widened plan; the plan itself if nothing can widen for free. */
  public WidthPlan expand(WidthPlan plan) {
    Move at = new Move(plan, cost.of(plan), 0);
    Optional<Move> better = best(at);
    while (better.isPresent()) {
      at = better.get();
      better = best(at);
    }
    return at.plan();
  }

  private Optional<Move> best(Move from) {
    Move best = null;
    for (int index = 0; index < space.dimensions(); index++) {
      Axis axis = space.axis(index);
      for (int choice = axis.size() - 1; choice >= 0; choice--) {
        if (!axis.covers(choice, from.plan()) || axis.matches(choice, from.plan())) {
          break;
        }
        Move move = move(from, axis, choice);
        if (move.cost() <= from.cost() && (best == null || move.beats(best))) {
          best = move;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private Move move(Move from, Axis axis, int choice) {
    int[] widths = from.plan().toArray();
    axis.put(choice, widths);
    WidthPlan plan = new WidthPlan(widths);
    return new Move(plan, cost.of(plan), axis.fraction(choice));
  }
}
