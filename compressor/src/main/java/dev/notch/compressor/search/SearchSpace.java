package dev.notch.compressor.search;

import dev.notch.models.NotchException;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The plans among which the search chooses. A point of the space is one index per axis; the axes
 * are independent of each other, so that every point is a legal plan.
 */
public final class SearchSpace {
  /** Layers that a message names. */
  private static final int NAMED = 4;

  private final List<Axis> axes;
  private final int groups;

  /**
   * @param axes which together have every group from 0 on exactly once
   */
  public SearchSpace(List<Axis> axes) {
    this.axes = List.copyOf(axes);
    int[] ids = axes.stream().flatMapToInt(axis -> IntStream.of(axis.groups())).sorted().toArray();
    this.groups = ids.length;
    for (int group = 0; group < groups; group++) {
      if (ids[group] != group) {
        throw new IllegalArgumentException("group " + group + " must be on exactly one axis");
      }
    }
  }

  /**
   * Every legal width of every group.
   *
   * @throws NotchException if no channels can be cut; the message says why
   */
  public static SearchSpace of(ChannelGroups groups) {
    requireGroups(groups);
    return new SearchSpace(Axis.of(groups));
  }

  /**
   * @throws NotchException if no channels can be cut; the message says why
   */
  public static void requireGroups(ChannelGroups groups) {
    if (groups.size() == 0) {
      int more = Math.max(0, groups.frozen().size() - NAMED);
      throw new NotchException(
          "no channels of "
              + groups.network().name()
              + " can be cut, choose another network: "
              + groups.frozen().stream()
                  .limit(NAMED)
                  .map(frozen -> frozen.layer() + " (" + frozen.reason() + ")")
                  .collect(Collectors.joining(", "))
              + (more == 0 ? "" : " and " + more + " more, which optimize inspect shows"));
    }
  }

  /** Number of channel groups. */
  public int groups() {
    return groups;
  }

  /** Number of axes. */
  public int dimensions() {
    return axes.size();
  }

  public Axis axis(int index) {
    return axes.get(index);
  }

  /** Number of choices on an axis. */
  public int size(int axis) {
    return axes.get(axis).size();
  }

  /** The plan that cuts nothing. */
  public WidthPlan baseline() {
    return decode(top());
  }

  /** The point that cuts nothing. */
  int[] top() {
    return axes.stream().mapToInt(axis -> axis.size() - 1).toArray();
  }

  /** The plan that cuts on one axis only. */
  public WidthPlan cut(int axis, int choice) {
    int[] point = top();
    point[axis] = choice;
    return decode(point);
  }

  /** The plan of a point. */
  public WidthPlan decode(int[] point) {
    int[] widths = new int[groups];
    for (int axis = 0; axis < point.length; axis++) {
      axes.get(axis).put(point[axis], widths);
    }
    return new WidthPlan(widths);
  }

  /** The point next to the same fraction of everything, as far as there are so narrow choices. */
  int[] uniform(double fraction) {
    return axes.stream()
        .mapToInt(axis -> highest(axis, i -> axis.fraction(i) <= fraction))
        .toArray();
  }

  private static int highest(Axis axis, IntPredicate condition) {
    return IntStream.range(0, axis.size()).filter(condition).max().orElse(0);
  }

  /** The space without choices that leave less than a fraction of a group. */
  public SearchSpace atLeast(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be within (0, 1], was " + fraction);
    }
    return map(
        axis ->
            axis.keep(
                IntStream.range(0, axis.size())
                    .filter(i -> axis.fraction(i) >= fraction)
                    .toArray()));
  }

  /**
   * The space of the choices worth trying under a cost, for axes with more than {@code most}: those
   * for which no wider one is as cheap while the other axes cut nothing, evenly thinned out to
   * {@code most}. The widest and the least choice always stay.
   */
  public SearchSpace thinned(PlanCost cost, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("an axis needs at least two choices, was " + most);
    }
    return new SearchSpace(
        IntStream.range(0, dimensions()).mapToObj(axis -> thinned(axis, cost, most)).toList());
  }

  private Axis thinned(int axis, PlanCost cost, int most) {
    Axis all = axes.get(axis);
    return all.size() <= most ? all : all.keep(thin(worthwhile(axis, cost), most));
  }

  /** Natural logarithm of the number of points. */
  public double logSize() {
    return axes.stream().mapToDouble(axis -> Math.log(axis.size())).sum();
  }

  private SearchSpace map(UnaryOperator<Axis> narrower) {
    return new SearchSpace(axes.stream().map(narrower).toList());
  }

  private int[] worthwhile(int axis, PlanCost cost) {
    boolean[] keep = new boolean[size(axis)];
    double cheapest = Double.POSITIVE_INFINITY;
    for (int i = size(axis) - 1; i >= 0; i--) {
      double price = cost.of(cut(axis, i));
      keep[i] = price < cheapest || i == 0;
      cheapest = Math.min(cheapest, price);
    }
    return IntStream.range(0, keep.length).filter(i -> keep[i]).toArray();
  }

  private static int[] thin(int[] choices, int most) {
    if (choices.length <= most) {
      return choices;
    }
    double stride = (choices.length - 1.0) / (most - 1.0);
    return IntStream.range(0, most).map(i -> choices[(int) Math.round(i * stride)]).toArray();
  }
}
