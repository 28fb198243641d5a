package dev.notch.models.graph;

import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Subtract;
import java.util.List;

/**
 * Finds the tensors whose channels are their last axis: a dense layer makes them, and only dense
 * layers read them, perhaps behind layers that treat every value by itself. The hidden values of a
 * transformer's feed-forward block are such. Everything else has its channels first.
 */
final class ChannelsLast {
  private final Network network;

  /** Channels on the last axis by node; 0 where they are on the first. */
  private final int[] channels;

  private ChannelsLast(Network network) {
    this.network = network;
    this.channels = new int[network.nodes().size()];
  }

  static int[] of(Network network) {
    ChannelsLast found = new ChannelsLast(network);
    network.nodes().forEach(node -> found.channels[node.id()] = found.made(node));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int id = found.channels.length - 1; id >= 0; id--) {
        if (found.channels[id] > 0 && !found.confined(network.node(id))) {
          found.channels[id] = 0;
          changed = true;
        }
      }
    }
    return found.channels;
  }

  /** Channels that a node would have on the last axis if all who read it agreed. */
  private int made(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Dense dense) {
      return dense.out();
    }
    int read = node.inputs().isEmpty() ? 0 : channels[node.inputs().get(0)];
    if (layer instanceof Reshape reshape) {
      List<Integer> to = reshape.to();
      return !to.isEmpty() && to.get(to.size() - 1) == read ? read : 0;
    }
    return follows(node) ? read : 0;
  }

  /** Whether it treats every value by itself, all inputs alike. */
  private boolean follows(Node node) {
    Layer layer = node.layer();
    boolean alone = layer instanceof Activation || layer instanceof Dropout;
    boolean together =
        layer instanceof Add || layer instanceof Subtract || layer instanceof Multiply;
    int first = node.inputs().isEmpty() ? 0 : node.inputs().get(0);
    return alone
        || (together
            && node.inputs().stream()
                .allMatch(
                    id ->
                        channels[id] == channels[first]
                            && network.shape(id).equals(network.shape(first))));
  }

  private boolean confined(Node node) {
    boolean agrees =
        node.layer() instanceof Dense || node.inputs().stream().allMatch(id -> channels[id] > 0);
    return agrees
        && !network.outputs().contains(node.id())
        && network.consumers(node.id()).stream()
            .allMatch(id -> channels[id] > 0 || network.node(id).layer() instanceof Dense);
  }
}
