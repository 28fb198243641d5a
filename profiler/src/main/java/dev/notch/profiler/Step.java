package dev.notch.profiler;

import java.util.List;

/**
 * Something that a runtime executes and that is timed and priced as one.
 *
 * @param nodeIds the nodes of the network that it computes, ascending; the first gives the step its
 *     name
 */
public record Step(LayerConfig config, List<Integer> nodeIds) {

  public Step {
    nodeIds = nodeIds.stream().sorted().toList();
    if (nodeIds.isEmpty()) {
      throw new IllegalArgumentException(config + " computes no node");
    }
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
