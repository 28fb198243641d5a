package dev.notch.models.onnx;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.Window;

/**
 * Zeros around a tensor that a pool reads. ONNX Runtime 1.29 makes them the pool's own padding.
 * That is wrong for a max pool, which pads with minus infinity, unless nothing is below zero; and
 * where the padding is then as large as the kernel it does not load the file. It leaves alone what
 * names its axes.
 */
public final class ZeroPads {
  /** The opset since which a padding can name its axes. */
  static final int AXES_SINCE = 18;

  private ZeroPads() {}

  /** Whether a node is a padding that no runtime may join with the pool behind it. */
  public static boolean apart(Network network, Node node) {
    return node.layer() instanceof Pad pad
        && pad.mode() == Pad.Mode.CONSTANT
        && pad.value() == 0
        && network.consumers(node.id()).stream()
            .map(network::node)
            .anyMatch(
                reader -> reader.layer() instanceof Pool pool && apart(network, node, pad, pool));
  }

  private static boolean apart(Network network, Node node, Pad pad, Pool pool) {
    boolean changes = pool.kind() == Pool.Kind.MAX && !neverNegative(network, node.input());
    return changes || isTooLarge(pad, pool.window());
  }

  private static boolean isTooLarge(Pad pad, Window w) {
    int high = Math.max(pad.top() + w.padTop(), pad.bottom() + w.padBottom());
    int wide = Math.max(pad.left() + w.padLeft(), pad.right() + w.padRight());
    return high >= w.kernelHeight() || wide >= w.kernelWidth();
  }

  private static boolean neverNegative(Network network, int id) {
    boolean[] never = new boolean[id + 1];
    for (int at = 0; at <= id; at++) {
      never[at] = neverNegative(network.node(at), never);
    }
    return never[id];
  }

  /**
   * @param before whether the nodes before this one are so
   */
  private static boolean neverNegative(Node node, boolean[] before) {
    Layer layer = node.layer();
    if (layer instanceof Activation activation) {
      return switch (activation.function()) {
        case RELU, RELU6, SIGMOID, HARD_SIGMOID, SOFTPLUS -> true;
        case CLIP -> activation.a() >= 0;
        default -> false;
      };
    }
    boolean keepsSigns =
        layer instanceof Pool
            || layer instanceof Concat
            || layer instanceof Add
            || layer instanceof Dropout;
    return keepsSigns && node.inputs().stream().allMatch(input -> before[input]);
  }
}
