package dev.notch.models.djl;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who reads what, with layers that change nothing skipped, and what nobody needs after each step.
 * Values may be freed as soon as their last reader has run, in training too: the gradient graph
 * keeps what it needs itself.
 */
final class ExecutionPlan {
  private final List<List<Integer>> inputs;
  private final List<List<Integer>> freeAfter;
  private final List<Integer> outputs;
  private final int[] source;

  ExecutionPlan(Network network, boolean dropout) {
    source = sources(network, dropout);
    inputs = network.nodes().stream().map(this::sourcesOf).toList();
    outputs = network.outputs().stream().map(id -> source[id]).toList();
    freeAfter = lastReads(network);
  }

  /** A constant, which reads nothing, is shown the batch: its size and its owner. */
  private List<Integer> sourcesOf(Node node) {
    return node.layer() instanceof Constant
        ? List.of(0)
        : node.inputs().stream().map(input -> source[input]).toList();
  }

  /** For each node the one that really makes its value: itself, or what an identity passes on. */
  private static int[] sources(Network network, boolean dropout) {
    int[] source = new int[network.nodes().size()];
    for (Node node : network.nodes()) {
      boolean skip = identity(node.layer(), dropout);
      source[node.id()] = skip ? source[node.input()] : node.id();
    }
    return source;
  }

  private static boolean identity(Layer layer, boolean dropout) {
    return layer instanceof Split || (layer instanceof Dropout && !dropout);
  }

  private List<List<Integer>> lastReads(Network network) {
    int[] last = new int[source.length];
    Arrays.fill(last, -1);
    for (Node node : network.nodes()) {
      if (source[node.id()] == node.id()) {
        inputs.get(node.id()).forEach(input -> last[input] = node.id());
      }
    }
    List<List<Integer>> free = new ArrayList<>();
    network.nodes().forEach(node -> free.add(new ArrayList<>()));
    for (int id = 1; id < last.length; id++) {
      if (last[id] >= 0 && !outputs.contains(id)) {
        free.get(last[id]).add(id);
      }
    }
    return free;
  }

  /** Whether this node computes anything: the input and identities do not. */
  boolean computes(int id) {
    return id > 0 && source[id] == id;
  }

  List<Integer> inputs(int id) {
    return inputs.get(id);
  }

  /** The values that no later node reads; never the network's input, which the caller owns. */
  List<Integer> freeAfter(int id) {
    return freeAfter.get(id);
  }

  /** Who makes each output of the network. */
  List<Integer> outputs() {
    return outputs;
  }
}
