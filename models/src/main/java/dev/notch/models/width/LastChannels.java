package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A layer over tensors of any rank that reads or makes tensors with their channels last. */
final class LastChannels {
  private final Node node;
  private final boolean reads;
  private final boolean makes;

  LastChannels(Network network, Node node) {
    this.node = node;
    this.reads = node.inputs().stream().anyMatch(network::channelsLast);
    this.makes = network.channelsLast(node.id());
  }

  /** Whether it does either. */
  boolean any() {
    return reads || makes;
  }

  /**
   * The layer at other widths.
   *
   * @param channels what each node puts out
   */
  FreeLayer narrow(IntUnaryOperator channels) {
    if (node.layer() instanceof Reshape reshape) {
      return new Reshape(wide(reshape.to(), channels.applyAsInt(node.id())));
    }
    Dense dense = (Dense) node.layer();
    int in = reads ? channels.applyAsInt(node.input()) : dense.in();
    int out = makes ? channels.applyAsInt(node.id()) : dense.out();
    return new Dense(wide(dense.of(), in), out, dense.bias());
  }

  private static List<Integer> wide(List<Integer> dims, int channels) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(dims.size() - 1, channels);
    return changed;
  }
}
