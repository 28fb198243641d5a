package dev.notch.profiler;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Which tensors ONNX Runtime keeps in its blocked channel layout (NCHWc), while the widths of the
 * network change. Read off the optimised graphs of ONNX Runtime 1.29 and held to them by a test.
 */
final class BlockedLayout {
  /** Channels that convolutions read or, if depthwise or grouped, write come in fours. */
  private static final int ALIGNMENT = 4;

  private final Network network;
  private final int block;
  private final int[] channels;
  private final boolean[] blocked;
  private final boolean[] reads;
  private final boolean[] undecided;

  /**
   * The layout of a network as it is.
   *
   * @param block channels in a block: as wide as the processor's vectors
   */
  BlockedLayout(Network network, int block) {
    this.network = network;
    this.block = block;
    int size = network.nodes().size();
    this.channels = new int[size];
    this.blocked = new boolean[size];
    this.reads = new boolean[size];
    this.undecided = new boolean[size];
    for (int id = 0; id < size; id++) {
      channels[id] = network.shape(id).channels();
      undecided[id] = id > 0;
    }
    decide(1);
  }

  /**
   * Follows the network to other widths: decides anew for the tensors that a change reaches.
   *
   * @param width the number of channels that each node puts out now
   * @param nodes those that put out another number than before
   * @return whether the layout of anything has changed
   */
  boolean change(IntUnaryOperator width, int[] nodes) {
    int first = channels.length;
    for (int id : nodes) {
      channels[id] = width.applyAsInt(id);
      undecided[id] = id > 0;
      doubtReaders(id);
      first = Math.min(first, id);
    }
    return decide(Math.max(first, 1));
  }

  /** Whether whoever makes this tensor writes it in blocks. */
  boolean holds(int id) {
    return blocked[id];
  }

  /**
   * Whether this node reads its inputs in blocks; a convolution of few channels reads them plain.
   */
  boolean reads(int id) {
    return reads[id];
  }

  /** Decides what is undecided, in the order of the nodes, which is one of execution. */
  private boolean decide(int first) {
    boolean changed = false;
    for (int id = first; id < undecided.length; id++) {
      if (undecided[id]) {
        undecided[id] = false;
        changed |= decided(network.node(id));
      }
    }
    return changed;
  }

  private boolean decided(Node node) {
    int id = node.id();
    boolean held = blocked[id];
    boolean read = reads[id];
    blocked[id] = decide(node);
    reads[id] = blocked[id] && !readsPlain(node);
    if (blocked[id] != held) {
      doubtReaders(id);
    }
    return blocked[id] != held || reads[id] != read;
  }

  private void doubtReaders(int id) {
    List<Integer> readers = network.consumers(id);
    for (int i = 0; i < readers.size(); i++) {
      undecided[readers.get(i)] = true;
    }
  }

  private boolean readsPlain(Node node) {
    return node.layer() instanceof Convolution c
        && groups(node, c) == 1
        && channels[node.input()] < block;
  }

  private boolean decide(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return convolution(node, c);
    }
    if (layer instanceof Pool) {
      return aligned(node.input());
    }
    if (layer instanceof GlobalPool || layer instanceof GlobalMaxPool) {
      return blocked[node.input()] && aligned(node.input());
    }
    if (layer instanceof Concat) {
      return allBlocked(node) && allAligned(node);
    }
    if (layer instanceof Activation && !FusedFunctions.BLOCKWISE.has(node)) {
      return blocked[node.input()] && fusedAlone(node);
    }
    if (layer instanceof Multiply) {
      return allBlocked(node) && network.inputShapes(node).stream().distinct().count() == 1;
    }
    boolean keeps =
        layer instanceof Add
            || layer instanceof Activation
            || layer instanceof BatchNorm
            || layer instanceof Dropout
            || (layer instanceof Scale scale && (!scale.shift() || foldedScale(node)))
            || (layer instanceof Resize resize && upsamples(node, resize));
    return keeps && allBlocked(node);
  }

  private boolean allBlocked(Node node) {
    List<Integer> inputs = node.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (!blocked[inputs.get(i)]) {
        return false;
      }
    }
    return true;
  }

  private boolean allAligned(Node node) {
    List<Integer> inputs = node.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (!aligned(inputs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean convolution(Node node, Convolution c) {
    int in = channels[node.input()];
    int out = channels[node.id()];
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
    return c.groups() == c.in() ? channels[node.input()] : c.groups();
  }

  /** What is done in the plain layout by itself stays in blocks as a part of a convolution. */
  private boolean fusedAlone(Node activation) {
    Node source = network.node(activation.input());
    while (folded(source)) {
      source = network.node(source.input());
    }
    return source.layer() instanceof Convolution
        && alone(network.node(activation.input()))
        && FusedFunctions.CONVOLUTION.has(activation);
  }

  /** Whether a batch normalisation or a scale is a part of the convolution before it. */
  private boolean folded(Node node) {
    return node.layer() instanceof Scale
        ? foldedScale(node)
        : node.layer() instanceof BatchNorm
            && network.node(node.input()).layer() instanceof Convolution
            && alone(network.node(node.input()));
  }

  private boolean foldedScale(Node scale) {
    Node source = network.node(scale.input());
    return alone(source)
        && (source.layer() instanceof Convolution
            || (source.layer() instanceof BatchNorm && folded(source)));
  }

  /** Whether one layer alone reads it. */
  private boolean alone(Node node) {
    return network.consumers(node.id()).size() == 1 && !network.outputs().contains(node.id());
  }

  /** Whole multiples in the ways of resampling that are done in blocks. */
  private boolean upsamples(Node node, Resize resize) {
    Shape from = network.shape(node.input());
    boolean whole = resize.height() % from.height() == 0 && resize.width() % from.width() == 0;
    boolean nearest = resize.mode() == Resize.Mode.NEAREST;
    return whole
        && (nearest
            ? resize.coordinates() == Coordinates.ASYMMETRIC && resize.rounding() == Rounding.FLOOR
            : resize.coordinates() != Coordinates.PYTORCH_HALF_PIXEL);
  }

  private boolean aligned(int id) {
    return channels[id] % block == 0;
  }
}
