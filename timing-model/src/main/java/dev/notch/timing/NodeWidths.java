package dev.notch.timing;

import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What every node of a network puts out while its plan changes; first the plan cuts nothing. */
final class NodeWidths {
  private final ChannelGroups groups;
  private final List<List<Integer>> nodesOf = new ArrayList<>();
  private final int[] channels;
  private WidthPlan plan;

  NodeWidths(ChannelGroups groups) {
    this.groups = groups;
    this.plan = groups.full();
    this.channels = new int[groups.network().nodes().size()];
    groups.groups().forEach(group -> nodesOf.add(new ArrayList<>()));
    for (int id = 0; id < channels.length; id++) {
      channels[id] = groups.channels(id, plan);
      for (int group : groups.groupsOf(id)) {
        nodesOf.get(group).add(id);
      }
    }
  }

  /** The channels that a node puts out. */
  int of(int nodeId) {
    return channels[nodeId];
  }

  /**
   * Goes on to another plan. Looks only at nodes of groups whose widths differ.
   *
   * @return the nodes that put out another number of channels than before
   */
  int[] change(WidthPlan next) {
    if (next.size() != nodesOf.size()) {
      throw new IllegalArgumentException(
          "a plan needs " + nodesOf.size() + " widths, has " + next.size());
    }
    int[] changed = new int[channels.length];
    int count = 0;
    for (int group = 0; group < nodesOf.size(); group++) {
      if (next.width(group) != plan.width(group)) {
        List<Integer> nodes = nodesOf.get(group);
        for (int i = 0; i < nodes.size(); i++) {
          int id = nodes.get(i);
          int width = groups.channels(id, next);
          if (width != channels[id]) {
            channels[id] = width;
            changed[count++] = id;
          }
        }
      }
    }
    plan = next;
    return Arrays.copyOf(changed, count);
  }
}
