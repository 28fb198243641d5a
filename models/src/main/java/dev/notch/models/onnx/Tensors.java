package dev.notch.models.onnx;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which ONNX tensor holds the output of each node, and of which rank: the graph's vectors are C x 1
 * x 1, those of ONNX either N x C (behind linear and flatten layers) or N x C x 1 x 1.
 */
final class Tensors {
  static final String INPUT = "input";
  static final String OUTPUT = "logits";

  private final Network network;
  private final OnnxGraph graph;
  private final String[] names;
  private final boolean[] vectors;
  private final Map<String, String> reshaped = new HashMap<>();

  Tensors(Network network, OnnxGraph graph) {
    this.network = network;
    this.graph = graph;
    this.names = new String[network.nodes().size()];
    this.vectors = new boolean[network.nodes().size()];
    network.nodes().forEach(node -> vectors[node.id()] = putsOutVector(node));
    names[0] = INPUT;
  }

  /** Name for the tensor that the ONNX node of this layer puts out. */
  String nameFor(Node node) {
    boolean last = node.id() == network.output().id();
    return last && vectors[node.id()] ? OUTPUT : node.name();
  }

  void put(Node node, String tensor) {
    names[node.id()] = tensor;
  }

  /** The tensor of that node, of whatever rank. */
  String of(int id) {
    return names[id];
  }

  /** The tensor of that node, brought to the rank that {@code node} puts out. */
  String of(int id, Node node) {
    return vectors[node.id()] ? vector(id) : map(id);
  }

  /** The tensor as N x C x H x W. */
  String map(int id) {
    return vectors[id] ? reshaped.computeIfAbsent(names[id], t -> reshape(t, id)) : names[id];
  }

  /** The tensor as N x C. */
  String vector(int id) {
    return vectors[id] ? names[id] : reshaped.computeIfAbsent(names[id], this::flatten);
  }

  boolean isVector(int id) {
    return vectors[id];
  }

  /** Gives the last node's tensor the name and the rank of the output. */
  void finish() {
    int last = network.output().id();
    if (!vectors[last]) {
      graph.node("Flatten", OUTPUT, List.of(names[last]), OUTPUT);
    } else if (!names[last].equals(OUTPUT)) {
      graph.node("Identity", OUTPUT, List.of(names[last]), OUTPUT);
    }
  }

  private boolean putsOutVector(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Linear || layer instanceof Flatten) {
      return true;
    }
    return keepsRank(layer) && vectors[node.inputs().get(0)];
  }

  private static boolean keepsRank(Layer layer) {
    return layer instanceof Activation
        || layer instanceof BatchNorm
        || layer instanceof Dropout
        || layer instanceof Add
        || layer instanceof Multiply
        || layer instanceof Concat
        || layer instanceof Split
        || layer instanceof Slice;
  }

  private String reshape(String tensor, int id) {
    String shape = graph.constant(tensor + "/map.shape", 0, network.shape(id).channels(), 1, 1);
    return graph.node("Reshape", tensor + "/map", List.of(tensor, shape), tensor + "/map");
  }

  private String flatten(String tensor) {
    return graph.node("Flatten", tensor + "/vector", List.of(tensor), tensor + "/vector");
  }
}
