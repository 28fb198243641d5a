package dev.notch.profiler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Something that a runtime executes and that is timed and priced as one.
 *
 * @param nodeIds the nodes of the network that it computes, ascending; the first gives the step its
 *     name; of a reorder the node whose output it moves
 */
public record Step(LayerConfig config, List<Integer> nodeIds) {

  public Step {
    List<Integer> ascending = new ArrayList<>(nodeIds);
    Collections.sort(ascending);
    nodeIds = List.copyOf(ascending);
    if (nodeIds.isEmpty()) {
      throw new IllegalArgumentException(config + " computes no node");
    }
  }

  /** Whether it computes its nodes, and does not only move the output of one. */
  public boolean computes() {
    return !config.kind().reorder();
  }

  /** The node that does the main work. */
  public int nodeId() {
    return nodeIds.get(0);
  }

  /** The node whose output the step puts out. */
  public int lastNodeId() {
    return nodeIds.get(nodeIds.size() - 1);
  }
}
