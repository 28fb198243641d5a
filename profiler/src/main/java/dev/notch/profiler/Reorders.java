package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where ONNX Runtime moves tensors between the plain and the blocked channel layout: once for each
 * tensor that somebody reads in another layout than it was written in. Held to the optimised graphs
 * by a test.
 */
public final class Reorders {
  private final List<List<Integer>> readers = new ArrayList<>();
  private final boolean[] free;

  /** What the network puts out, which is plain. */
  private final boolean[] outputs;

  /** Takes what is found. */
  interface Consumer {

    /**
     * @param nodeId whose output is moved
     */
    void reorder(int nodeId, OpKind kind);
  }

  /**
   * @param free nodes that the runtime does not execute
   */
  Reorders(Network network, Set<Integer> free) {
    this.free = new boolean[network.nodes().size()];
    this.outputs = new boolean[this.free.length];
    free.forEach(id -> this.free[id] = true);
    network.outputs().forEach(id -> outputs[source(network, id)] = true);
    network.nodes().forEach(node -> readers.add(readers(network, node.id())));
  }

  void find(BlockedLayout layout, Consumer consumer) {
    for (int id = 0; id < readers.size(); id++) {
      if (id == 0 || !free[id]) {
        boolean blocked = layout.holds(id);
        if (blocked ? readPlain(id, layout) : readBlocked(id, layout)) {
          consumer.reorder(id, blocked ? OpKind.REORDER_OUTPUT : OpKind.REORDER_INPUT);
        }
      }
    }
  }

  /** The step that moves a tensor of this shape. */
  static Step step(OpKind kind, int nodeId, Shape tensor) {
    return new Step(config(kind, tensor), List.of(nodeId));
  }

  /** What a reorder of a tensor of this shape is to the clock. */
  public static LayerConfig config(OpKind kind, Shape tensor) {
    return new LayerConfig(
        kind,
        tensor.channels(),
        tensor.channels(),
        tensor.height(),
        tensor.width(),
        LayerConfig.NO_WINDOW,
        1,
        Fusion.NONE);
  }

  /** The node that makes a tensor. */
  private int source(Network network, int id) {
    boolean passes = free[id] && !network.node(id).inputs().isEmpty();
    return passes ? source(network, network.node(id).input()) : id;
  }

  private boolean readPlain(int id, BlockedLayout layout) {
    List<Integer> all = readers.get(id);
    if (outputs[id]) {
      return true;
    }
    for (int i = 0; i < all.size(); i++) {
      if (!layout.reads(all.get(i))) {
        return true;
      }
    }
    return all.isEmpty();
  }

  private boolean readBlocked(int id, BlockedLayout layout) {
    List<Integer> all = readers.get(id);
    for (int i = 0; i < all.size(); i++) {
      if (layout.reads(all.get(i))) {
        return true;
      }
    }
    return false;
  }

  private List<Integer> readers(Network network, int id) {
    List<Integer> direct = network.consumers(id);
    if (noneFree(direct)) {
      return direct;
    }
    List<Integer> found = new ArrayList<>();
    for (int reader : direct) {
      if (free[reader]) {
        found.addAll(readers(network, reader));
      } else {
        found.add(reader);
      }
    }
    return List.copyOf(found);
  }

  private boolean noneFree(List<Integer> ids) {
    for (int i = 0; i < ids.size(); i++) {
      if (free[ids.get(i)]) {
        return false;
      }
    }
    return true;
  }
}
