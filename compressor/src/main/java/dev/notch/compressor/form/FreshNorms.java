package dev.notch.compressor.form;

import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.BatchNormFolding;
import dev.notch.models.weights.BatchNormFolding.Folded;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Batch normalisation put behind convolutions that have none, and folded away again. Behind a
 * convolution whose output has mean m and deviation s, a normalisation with running statistics m
 * and s, gamma s and beta m changes nothing; but it can be calibrated when channels are cut, and it
 * lets the network learn at the rates at which others learn.
 */
final class FreshNorms {
  private static final String SUFFIX = ".norm";
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final Network network;
  private final Network watched;

  /** Convolution to the normalisation behind it, by name. */
  private final Map<String, String> normOf;

  private FreshNorms(Network network, Network watched, Map<String, String> normOf) {
    this.network = network;
    this.watched = watched;
    this.normOf = normOf;
  }

  /**
   * @param chosen ids of the convolutions to be normalised
   */
  static FreshNorms behind(Network plain, Set<Integer> chosen) {
    Map<String, String> norms = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    List<Node> direct = new ArrayList<>();
    int[] value = new int[plain.nodes().size()];
    int[] before = new int[plain.nodes().size()];
    List<Integer> seen = new ArrayList<>();
    for (Node node : plain.nodes()) {
      int id = nodes.size();
      nodes.add(moved(node, id, value));
      direct.add(moved(node, id, before));
      value[node.id()] = id;
      before[node.id()] = id;
      if (chosen.contains(node.id())) {
        Node norm = norm(plain, node, id);
        norms.put(node.name(), norm.name());
        nodes.add(norm);
        direct.add(norm);
        seen.add(norm.id());
        value[node.id()] = norm.id();
      }
    }
    seen.addAll(0, plain.outputs().stream().map(output -> before[output]).toList());
    List<Integer> outputs = plain.outputs().stream().map(output -> value[output]).toList();
    return new FreshNorms(
        new Network(plain.name(), nodes, outputs), new Network(plain.name(), direct, seen), norms);
  }

  private static Node moved(Node node, int id, int[] at) {
    return new Node(
        id, node.name(), node.layer(), node.inputs().stream().map(input -> at[input]).toList());
  }

  private static Node norm(Network plain, Node conv, int id) {
    Set<String> names = new HashSet<>();
    plain.nodes().forEach(node -> names.add(node.name()));
    String name = conv.name() + SUFFIX;
    while (names.contains(name)) {
      name += "_";
    }
    BatchNorm layer = new BatchNorm(((Convolution) conv.layer()).out(), EPSILON, MOMENTUM);
    return new Node(id + 1, name, layer, List.of(id));
  }

  /** The network with normalisations. */
  Network network() {
    return network;
  }

  /** Computes what the plain network does; the normalisations only look on. */
  Network watched() {
    return watched;
  }

  /** Weights of {@link #watched} before the normalisations have seen anything. */
  Weights unseen(Weights plain) {
    return assemble(plain, Map.of());
  }

  /**
   * Weights of the network that computes what the plain one does.
   *
   * @param seen weights of {@link #watched} with the statistics of the convolutions' outputs
   */
  Weights neutral(Weights plain, Weights seen) {
    Map<String, Tensor> norms = new TreeMap<>();
    for (String norm : normOf.values()) {
      Tensor mean = seen.get(norm + ".running_mean");
      Tensor variance = seen.get(norm + ".running_var");
      float[] deviation = new float[variance.data().length];
      for (int c = 0; c < deviation.length; c++) {
        deviation[c] = (float) Math.sqrt(variance.data()[c] + EPSILON);
      }
      norms.put(norm + ".weight", new Tensor(variance.shape(), deviation));
      norms.put(norm + ".bias", mean);
      norms.put(norm + ".running_mean", mean);
      norms.put(norm + ".running_var", variance);
    }
    return assemble(plain, norms);
  }

  /** In the order of the network; statistics that are not given are those of a unit normal. */
  private Weights assemble(Weights plain, Map<String, Tensor> norms) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    Weights.shapes(network)
        .forEach(
            (name, shape) -> {
              Tensor known = plain.tensors().getOrDefault(name, norms.get(name));
              all.put(name, known == null ? unit(name, shape) : known);
            });
    return new Weights(all);
  }

  private static Tensor unit(String name, int[] shape) {
    float[] values = new float[shape[0]];
    Arrays.fill(values, name.endsWith(".weight") || name.endsWith(".running_var") ? 1 : 0);
    return new Tensor(shape, values);
  }

  /** Whether a node is one of the normalisations that were put in. */
  boolean added(Node node) {
    return node.layer() instanceof BatchNorm && normOf.containsValue(node.name());
  }

  /** What a convolution and the normalisation behind it are together, if there is one. */
  Optional<Folded> folded(Network narrow, Weights weights, Node conv) {
    return BatchNormFolding.foldableInto(narrow, conv)
        .filter(this::added)
        .map(norm -> BatchNormFolding.fold(weights, conv, norm));
  }
}
