package dev.notch.models.width;

import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Which widths the groups under one set of {@link Constraints} may have together. */
final class LegalWidths {
  private final Constraints constraints;
  private final int[] groups;
  private final int[] full;

  /** The last one knows all constraints; those before it what depends on the first groups only. */
  private final List<Signatures> stages = new ArrayList<>();

  private final BitSet single = new BitSet();

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
    if (groups.length == 1) {
      enumerate();
    }
  }

  int[] groups() {
    return groups;
  }

  /** Whether no group of this set can be narrower than it is. */
  boolean fixed() {
    return last().rigid() || (groups.length == 1 && single.cardinality() == 1);
  }

  /** The layers whose constraints bind the groups. */
  String layers(Layouts layouts) {
    return constraints.partitions().stream()
        .map(partition -> layouts.network().node(partition.node()))
        .map(Node::name)
        .findFirst()
        .orElse("an addition");
  }

  /**
   * @param widths of all groups of the network
   */
  boolean admits(int[] widths) {
    return groups.length == 1 ? single.get(widths[groups[0]]) : last().admits(widths);
  }

  /** The name of the first layer that the widths break. */
  String firstBroken(int[] widths, Layouts layouts) {
    int count = constraints.partitions().size();
    for (int first = 1; first <= count; first++) {
      if (!constraints.signatures(first).admits(widths)) {
        return layouts.network().node(constraints.partitions().get(first - 1).node()).name();
      }
    }
    return "an addition";
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
    if (groups.length == 1) {
      widths[groups[0]] = nearest(widths[groups[0]]);
    } else if (!admits(widths)) {
      settle(0, widths);
    }
  }

  private boolean settle(int position, int[] widths) {
    if (position == groups.length) {
      return true;
    }
    int group = groups[position];
    int wanted = widths[group];
    for (int distance = 0; distance < full[group]; distance++) {
      for (int width : distance == 0 ? new int[] {wanted} : around(wanted, distance)) {
        widths[group] = width;
        if (width >= 1
            && width <= full[group]
            && stages.get(position).admits(widths)
            && settle(position + 1, widths)) {
          return true;
        }
      }
    }
    widths[group] = wanted;
    return false;
  }

  private static int[] around(int wanted, int distance) {
    return new int[] {wanted - distance, wanted + distance};
  }

  private int nearest(int wanted) {
    int below = single.previousSetBit(wanted);
    int above = single.nextSetBit(wanted);
    if (below < 0 || above < 0) {
      return Math.max(below, above);
    }
    return wanted - below <= above - wanted ? below : above;
  }

  private Signatures last() {
    return stages.get(stages.size() - 1);
  }

  private void enumerate() {
    int[] widths = full.clone();
    int group = groups[0];
    for (int width = 1; width <= full[group]; width++) {
      widths[group] = width;
      single.set(width, last().admits(widths));
    }
  }

  @Override
  public String toString() {
    return "LegalWidths" + Arrays.toString(groups);
  }
}
