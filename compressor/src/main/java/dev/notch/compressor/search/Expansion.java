package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;
import java.util.Optional;

/**
 * Widens narrowed groups where that costs nothing: of all legal widths between a group's width and
 * its original one, and of all groups, the one with the least cost is taken, if the plan is no
 * dearer with it; of equally cheap ones the widest. This is repeated until nothing can widen. The
 * result is never dearer, nowhere narrower, and expands to itself.
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

  private record Move(WidthPlan plan, double cost, double gain) {
    boolean beats(Move other) {
      return cost < other.cost || (cost == other.cost && gain > other.gain);
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
    for (int group = 0; group < space.groups(); group++) {
      for (int index = space.size(group) - 1; index >= 0; index--) {
        int width = space.width(group, index);
        if (width <= from.plan().width(group)) {
          break;
        }
        Optional<Move> move = widened(from, group, width);
        if (move.isPresent() && (best == null || move.get().beats(best))) {
          best = move.get();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<Move> widened(Move from, int group, int width) {
    WidthPlan plan = space.legal(from.plan().with(group, width));
    double gain = gain(from.plan(), plan);
    if (!(gain > 0)) {
      return Optional.empty();
    }
    double price = cost.of(plan);
    return price <= from.cost() ? Optional.of(new Move(plan, price, gain)) : Optional.empty();
  }

  /** By how much of their original widths groups grew in all; not positive if any shrank. */
  private double gain(WidthPlan from, WidthPlan to) {
    double gain = 0;
    for (int group = 0; group < from.size(); group++) {
      int change = to.width(group) - from.width(group);
      if (change < 0) {
        return -1;
      }
      gain += change / (double) space.original(group);
    }
    return gain;
  }
}
