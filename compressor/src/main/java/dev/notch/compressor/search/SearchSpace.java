package dev.notch.compressor.search;

import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The widths among which the search chooses, per channel group. A point of the space is one index
 * per group; decoding it gives legal widths, whatever the indices are.
 */
public final class SearchSpace {
  private final int[][] choices;
  private final UnaryOperator<WidthPlan> repair;

  /**
   * @param choices per group its legal widths, ascending; the last one is the original width
   * @param repair makes the widths of all groups legal together, given that each is legal alone;
   *     returns legal widths unchanged
   */
  public SearchSpace(List<int[]> choices, UnaryOperator<WidthPlan> repair) {
    this.choices = choices.stream().map(int[]::clone).toArray(int[][]::new);
    this.repair = repair;
    for (int group = 0; group < this.choices.length; group++) {
      verify(group);
    }
  }

  /** Every legal width of every group while the other groups are whole. */
  public static SearchSpace of(ChannelGroups groups) {
    WidthPlan full = groups.full();
    return new SearchSpace(
        IntStream.range(0, groups.size()).mapToObj(g -> groups.legalWidths(g, full)).toList(),
        groups::repair);
  }

  private void verify(int group) {
    int[] widths = choices[group];
    boolean ascending = IntStream.range(1, widths.length).allMatch(i -> widths[i] > widths[i - 1]);
    if (widths.length == 0 || widths[0] < 1 || !ascending) {
      throw new IllegalArgumentException(
          "group " + group + " needs ascending positive widths, has " + Arrays.toString(widths));
    }
  }

  /** Number of channel groups. */
  public int groups() {
    return choices.length;
  }

  /** Number of widths that a group can have. */
  public int size(int group) {
    return choices[group].length;
  }

  /** The width at an index. */
  public int width(int group, int index) {
    return choices[group][index];
  }

  /** The width of a group before any cut. */
  public int original(int group) {
    return choices[group][size(group) - 1];
  }

  /** All groups at their original widths. */
  public WidthPlan baseline() {
    return new WidthPlan(IntStream.range(0, groups()).map(this::original).toArray());
  }

  /** The legal plan of a point of the space. */
  public WidthPlan decode(int[] indices) {
    int[] widths = new int[indices.length];
    for (int group = 0; group < widths.length; group++) {
      widths[group] = choices[group][indices[group]];
    }
    return repair.apply(new WidthPlan(widths));
  }

  /** The plan itself if it is legal, else a legal one near it. */
  public WidthPlan legal(WidthPlan plan) {
    return repair.apply(plan);
  }

  /** The index of the width, or else of the nearest choice below it, or else 0. */
  public int index(int group, int width) {
    int found = Arrays.binarySearch(choices[group], width);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** The point nearest to this plan, never above it where the space allows. */
  public int[] encode(WidthPlan plan) {
    return IntStream.range(0, groups()).map(g -> index(g, plan.width(g))).toArray();
  }

  /** The space without widths below a fraction of the original ones. */
  public SearchSpace atLeast(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be within (0, 1], was " + fraction);
    }
    return restricted(group -> kept(group, w -> w >= fraction * original(group)));
  }

  /**
   * The space of the widths worth trying under a cost: those for which no wider one is as cheap
   * while the other groups keep all their channels. At most {@code most} a group, evenly thinned
   * out; the original and the least width always stay.
   */
  public SearchSpace thinned(PlanCost cost, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("a group needs at least two choices, was " + most);
    }
    return restricted(group -> thin(worthwhile(group, cost), most));
  }

  /** Natural logarithm of the number of points. */
  public double logSize() {
    return Arrays.stream(choices).mapToDouble(widths -> Math.log(widths.length)).sum();
  }

  private SearchSpace restricted(IntFunction<int[]> narrower) {
    return new SearchSpace(IntStream.range(0, groups()).mapToObj(narrower).toList(), repair);
  }

  private int[] kept(int group, IntPredicate condition) {
    return Arrays.stream(choices[group]).filter(condition).toArray();
  }

  private int[] worthwhile(int group, PlanCost cost) {
    int[] widths = choices[group];
    WidthPlan full = baseline();
    boolean[] keep = new boolean[widths.length];
    double cheapest = Double.POSITIVE_INFINITY;
    for (int i = widths.length - 1; i >= 0; i--) {
      double price = cost.of(repair.apply(full.with(group, widths[i])));
      keep[i] = price < cheapest || i == 0;
      cheapest = Math.min(cheapest, price);
    }
    return IntStream.range(0, widths.length).filter(i -> keep[i]).map(i -> widths[i]).toArray();
  }

  private static int[] thin(int[] widths, int most) {
    if (widths.length <= most) {
      return widths;
    }
    double stride = (widths.length - 1.0) / (most - 1.0);
    return IntStream.range(0, most).map(i -> widths[(int) Math.round(i * stride)]).toArray();
  }
}
