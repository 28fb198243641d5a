package dev.notch.compressor.search;

import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One free choice of a width plan: the widths of one channel group, or of several groups that can
 * only be cut together because a layer's equal parts cross all of them.
 *
 * @param groups ids of the groups, ascending
 * @param choices legal widths of these groups, in their order; ascending in every group, at least
 *     one group wider from choice to choice; the last one cuts nothing
 */
public record Axis(int[] groups, int[][] choices) {

  public Axis {
    groups = groups.clone();
    choices = Arrays.stream(choices).map(int[]::clone).toArray(int[][]::new);
    if (choices.length == 0 || groups.length == 0 || choices[0].length != groups.length) {
      throw new IllegalArgumentException(
          "an axis needs groups and their widths, groups " + Arrays.toString(groups));
    }
    for (int i = 0; i < choices.length; i++) {
      boolean first = i == 0;
      if (choices[0][0] < 1 || (!first && !wider(choices[i], choices[i - 1]))) {
        throw new IllegalArgumentException(
            "the widths of groups "
                + Arrays.toString(groups)
                + " must be positive and ascending, were "
                + Arrays.deepToString(choices));
      }
    }
  }

  /** All choices of one group. */
  public static Axis of(int group, int... widths) {
    return new Axis(
        new int[] {group},
        Arrays.stream(widths).mapToObj(w -> new int[] {w}).toArray(int[][]::new));
  }

  /** Every choice that a network leaves, axis by axis, ordered by first group. */
  static List<Axis> of(ChannelGroups groups) {
    List<Axis> axes = new ArrayList<>();
    List<List<Integer>> sets = groups.constrained().stream().filter(set -> set.size() > 1).toList();
    for (int group = 0; group < groups.size(); group++) {
      int id = group;
      if (sets.stream().noneMatch(set -> set.contains(id))) {
        axes.add(of(group, groups.legalWidths(group, groups.full())));
      }
    }
    sets.forEach(set -> axes.add(together(groups, set)));
    axes.sort((a, b) -> Integer.compare(a.groups[0], b.groups[0]));
    return axes;
  }

  /** The legal widths next to the same fraction of all groups, as far as they descend. */
  private static Axis together(ChannelGroups groups, List<Integer> set) {
    int[] ids = set.stream().mapToInt(Integer::intValue).sorted().toArray();
    WidthPlan full = groups.full();
    int steps = Arrays.stream(ids).map(full::width).max().orElseThrow();
    List<int[]> descending = new ArrayList<>(List.of(widths(full, ids)));
    for (int step = steps - 1; step > 0; step--) {
      int[] next = widths(groups.repair(scaled(full, ids, step / (double) steps)), ids);
      if (wider(descending.get(descending.size() - 1), next)) {
        descending.add(next);
      }
    }
    Collections.reverse(descending);
    return new Axis(ids, descending.toArray(int[][]::new));
  }

  private static WidthPlan scaled(WidthPlan full, int[] ids, double fraction) {
    WidthPlan plan = full;
    for (int id : ids) {
      plan = plan.with(id, (int) Math.max(1, Math.round(fraction * full.width(id))));
    }
    return plan;
  }

  private static int[] widths(WidthPlan plan, int[] ids) {
    return Arrays.stream(ids).map(plan::width).toArray();
  }

  /** Nowhere narrower and somewhere wider. */
  private static boolean wider(int[] a, int[] b) {
    return !Arrays.equals(a, b) && IntStream.range(0, a.length).allMatch(i -> a[i] >= b[i]);
  }

  /** Number of choices. */
  public int size() {
    return choices.length;
  }

  /** The least of the fractions that a choice leaves of its groups. */
  public double fraction(int choice) {
    int[] full = choices[size() - 1];
    return IntStream.range(0, groups.length)
        .mapToDouble(i -> choices[choice][i] / (double) full[i])
        .min()
        .orElseThrow();
  }

  /** Writes the widths of a choice into the widths of all groups. */
  void put(int choice, int[] widths) {
    for (int i = 0; i < groups.length; i++) {
      widths[groups[i]] = choices[choice][i];
    }
  }

  /** Whether the plan's groups are nowhere wider than a choice. */
  boolean covers(int choice, WidthPlan plan) {
    for (int i = 0; i < groups.length; i++) {
      if (plan.width(groups[i]) > choices[choice][i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the plan has the widths of a choice. */
  boolean matches(int choice, WidthPlan plan) {
    return Arrays.equals(choices[choice], widths(plan, groups));
  }

  /** The same axis with some of its choices, ascending. */
  Axis keep(int... kept) {
    return new Axis(groups, Arrays.stream(kept).mapToObj(i -> choices[i]).toArray(int[][]::new));
  }
}
