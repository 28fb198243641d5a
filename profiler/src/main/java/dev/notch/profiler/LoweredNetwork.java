package dev.notch.profiler;

import dev.notch.models.graph.Network;
import java.util.List;
import java.util.Set;

/**
 * A network as a runtime executes it. Every node is computed by exactly one step or is declared
 * free; none is dropped.
 *
 * @param steps in an order in which they can be executed
 * @param free nodes that cost nothing at run time, such as the input or a dropout
 */
public record LoweredNetwork(Network network, List<Step> steps, Set<Integer> free) {

  public LoweredNetwork {
    steps = List.copyOf(steps);
    free = Set.copyOf(free);
    boolean[] covered = new boolean[network.nodes().size()];
    free.forEach(id -> covered[id] = true);
    for (Step step : steps) {
      if (step.computes()) {
        cover(step, network, covered);
      }
    }
    for (int id = 0; id < covered.length; id++) {
      require(covered[id], network, id, "is dropped");
    }
  }

  /** The configuration of every step, in order. */
  public List<LayerConfig> configs() {
    return steps.stream().map(Step::config).toList();
  }

  private static void cover(Step step, Network network, boolean[] covered) {
    for (int id : step.nodeIds()) {
      require(!covered[id], network, id, "is covered twice");
      covered[id] = true;
    }
  }

  private static void require(boolean condition, Network network, int id, String message) {
    if (!condition) {
      throw new IllegalArgumentException(
          network.name() + ", layer " + network.node(id).name() + " " + message);
    }
  }
}
