package dev.notch.profiler;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.function.IntUnaryOperator;

/**
 * Which tensors ONNX Runtime keeps in its blocked channel layout (NCHWc). Read off the optimised
 * graphs of ONNX Runtime 1.29 and held to them by a test.
 */
final class BlockedLayout {
  /** Channels that convolutions read or, if depthwise or grouped, write come in fours. */
  private static final int ALIGNMENT = 4;

  private final Network network;
  private final int block;
  private final IntUnaryOperator channels;
  private final boolean[] blocked;

  /**
   * @param block channels in a block: as wide as the processor's vectors
   */
  BlockedLayout(Network network, int block) {
    this(network, block, id -> network.shape(id).channels());
  }

  /**
   * @param channels what each node puts out, if that is not what the network says
   */
  BlockedLayout(Network network, int block, IntUnaryOperator channels) {
    this.network = network;
    this.block = block;
    this.channels = channels;
    this.blocked = new boolean[network.nodes().size()];
    network.nodes().stream().skip(1).forEach(node -> blocked[node.id()] = decide(node));
  }

  /** Whether whoever makes this tensor writes it in blocks. */
  boolean holds(int id) {
    return blocked[id];
  }

  /**
   * Whether this node reads its inputs in blocks; a convolution of few channels reads them plain.
   */
  boolean reads(int id) {
    return blocked[id]
        && !(network.node(id).layer() instanceof Convolution c
            && groups(network.node(id), c) == 1
            && channels.applyAsInt(network.node(id).input()) < block);
  }

  private boolean decide(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return convolution(node, c);
    }
    if (layer instanceof Pool) {
      return aligned(node.input(), block);
    }
    if (layer instanceof GlobalPool) {
      return blocked[node.input()] && aligned(node.input(), block);
    }
    if (layer instanceof Concat) {
      return node.inputs().stream().allMatch(id -> blocked[id] && aligned(id, block));
    }
    if (layer instanceof Activation a && a.function() == Function.RELU6) {
      return blocked[node.input()] && fusedClip(node);
    }
    boolean keeps =
        layer instanceof Add
            || layer instanceof Activation
            || layer instanceof BatchNorm
            || layer instanceof Dropout;
    return keeps && node.inputs().stream().allMatch(id -> blocked[id]);
  }

  private boolean convolution(Node node, Convolution c) {
    int in = channels.applyAsInt(node.input());
    int out = channels.applyAsInt(node.id());
    int groups = groups(node, c);
    int inPerGroup = in / groups;
    if (groups == 1) {
      return inPerGroup < block || inPerGroup % ALIGNMENT == 0;
    }
    if (inPerGroup == 1 && out == groups) {
      return out % ALIGNMENT == 0;
    }
    return inPerGroup % block == 0 && out / groups % block == 0;
  }

  /** A depthwise convolution has as many groups as channels, however many are left of them. */
  private int groups(Node node, Convolution c) {
    return c.groups() == c.in() ? channels.applyAsInt(node.input()) : c.groups();
  }

  /** Clipping by itself is done in the plain layout; as a part of a convolution it stays. */
  private boolean fusedClip(Node clip) {
    Node source = network.node(clip.input());
    if (source.layer() instanceof BatchNorm && network.consumers(source.id()).size() == 1) {
      source = network.node(source.input());
    }
    return source.layer() instanceof Convolution && network.consumers(source.id()).size() == 1;
  }

  private boolean aligned(int id, int multiple) {
    return channels.applyAsInt(id) % multiple == 0;
  }
}
