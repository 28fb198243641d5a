package dev.notch.models.graph;

import java.util.List;

/**
 * A layer in its place: its index in the network, a unique name, and the indices of the nodes whose
 * outputs it reads.
 *
 * @param id position in {@link Network#nodes()}
 * @param name unique within the network; weights are named {@code name.weight} and so on
 */
public record Node(int id, String name, Layer layer, List<Integer> inputs) {

  public Node {
    if (name == null || name.isBlank()) {
      throw new InvalidNetworkException("node " + id + " has no name");
    }
    inputs = List.copyOf(inputs);
  }

  /** The only input. */
  public int input() {
    if (inputs.size() != 1) {
      throw new IllegalStateException(name + " has " + inputs.size() + " inputs, not one");
    }
    return inputs.get(0);
  }
}
