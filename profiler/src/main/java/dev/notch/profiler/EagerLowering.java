package dev.notch.profiler;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Eager PyTorch: each layer is a call of its own, batch normalisation and activations too. A split
 * is one step with its slices: they are views, and cost their calls.
 */
final class EagerLowering implements Lowering {

  @Override
  public LoweredNetwork lower(Network network) {
    List<Step> steps = new ArrayList<>();
    Set<Integer> free = new HashSet<>();
    for (Node node : network.nodes()) {
      Layer layer = node.layer();
      if (layer instanceof Input || layer instanceof Dropout) {
        free.add(node.id());
      } else if (!(layer instanceof Slice)) {
        steps.add(new Step(LayerConfig.of(network, node), nodes(network, node)));
      }
    }
    return new LoweredNetwork(network, steps, free);
  }

  /** The node, and the slices of a split; a list of its own that can grow. */
  static List<Integer> nodes(Network network, Node node) {
    List<Integer> ids = new ArrayList<>(List.of(node.id()));
    if (node.layer() instanceof Split) {
      ids.addAll(network.consumers(node.id()));
    }
    return ids;
  }
}
