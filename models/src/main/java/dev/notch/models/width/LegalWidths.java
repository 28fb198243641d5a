package dev.notch.models.width;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which widths the groups under one set of {@link Constraints} may have together. The legal widths
 * of a group, given those of the groups before it, are worked out when they are first asked for and
 * remembered.
 */
final class LegalWidths {
  private final Constraints constraints;
  private final int[] groups;
  private final int[] full;

  /** The last one knows all constraints; those before it what depends on the first groups only. */
  private final List<Signatures> stages = new ArrayList<>();

  private final BitSet first;
  private final Map<List<Integer>, BitSet> remembered = new ConcurrentHashMap<>();

  /**
   * @param full full widths of all groups of the network
   */
  LegalWidths(Constraints constraints, int[] full) {
    this.constraints = constraints;
    this.groups = constraints.groups();
    this.full = full;
    for (int group : groups) {
      stages.add(constraints.signaturesUpTo(group));
    }
    this.first = tryAll(0, full);
  }

  int[] groups() {
    return groups;
  }

  /** Whether no group of this set can be narrower than it is. */
  boolean fixed() {
    return last().rigid() || (groups.length == 1 && first.cardinality() == 1);
  }

  /** The name of a layer whose constraint binds the groups. */
  String layer(Layouts layouts) {
    return layouts.network().node(constraints.firstNode()).name();
  }

  /**
   * @param widths of all groups of the network
   */
  boolean admits(int[] widths) {
    return groups.length == 1 ? first.get(widths[groups[0]]) : last().admits(widths);
  }

  /** The name of the first layer that the widths break. */
  String firstBroken(int[] widths, Layouts layouts) {
    int count = constraints.partitions().size();
    for (int first = 1; first <= count; first++) {
      if (!constraints.signatures(first).admits(widths)) {
        return layouts.network().node(constraints.partitions().get(first - 1).node()).name();
      }
    }
    return layer(layouts);
  }

  /** Widths of one group that are legal when the others stay, ascending. */
  int[] of(int group, int[] widths) {
    int[] trial = widths.clone();
    BitSet legal = new BitSet();
    for (int width = 1; width <= full[group]; width++) {
      trial[group] = width;
      legal.set(width, admits(trial));
    }
    return legal.stream().toArray();
  }

  /**
   * Makes widths legal: the first group moves no further than it must for the others to have a
   * solution, then the second, and so on. Of two equally near widths the narrower is taken.
   */
  void repair(int[] widths) {
    if (!admits(widths)) {
      settle(0, widths);
    }
  }

  /** Whether the groups from a position on can be made to fit those before it. */
  private boolean settle(int position, int[] widths) {
    if (position == groups.length) {
      return true;
    }
    int group = groups[position];
    int wanted = widths[group];
    BitSet legal = legalAt(position, widths);
    int below = legal.previousSetBit(wanted);
    int above = legal.nextSetBit(wanted + 1);
    while (below >= 0 || above >= 0) {
      boolean down = above < 0 || (below >= 0 && wanted - below <= above - wanted);
      widths[group] = down ? below : above;
      if (settle(position + 1, widths)) {
        return true;
      }
      below = down ? legal.previousSetBit(below - 1) : below;
      above = down ? above : legal.nextSetBit(above + 1);
    }
    widths[group] = wanted;
    return false;
  }

  private BitSet legalAt(int position, int[] widths) {
    if (position == 0) {
      return first;
    }
    List<Integer> before =
        Arrays.stream(groups, 0, position).mapToObj(group -> widths[group]).toList();
    return remembered.computeIfAbsent(before, asked -> tryAll(position, widths));
  }

  /** The widths that the group at a position may have behind those before it. */
  private BitSet tryAll(int position, int[] widths) {
    int[] trial = widths.clone();
    int group = groups[position];
    BitSet legal = new BitSet();
    for (int width = 1; width <= full[group]; width++) {
      trial[group] = width;
      legal.set(width, stages.get(position).admits(trial));
    }
    return legal;
  }

  private Signatures last() {
    return stages.get(stages.size() - 1);
  }

  @Override
  public String toString() {
    return "LegalWidths" + Arrays.toString(groups);
  }
}
