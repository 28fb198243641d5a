package dev.notch.compressor.form;

import dev.notch.models.djl.Calibration;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.BatchNormFolding.Folded;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network as it is deployed and as it learns. They have the same channel groups and, with weights
 * that were brought from one to the other, the same answers; but the one that learns ends before a
 * softmax and, if the deployed one has no batch normalisation at all, has fresh ones.
 */
public final class LearningForm {
  private final Network deployed;
  private final Network learner;
  private final Optional<FreshNorms> norms;

  private LearningForm(Network deployed, Network learner, Optional<FreshNorms> norms) {
    this.deployed = deployed;
    this.learner = learner;
    this.norms = norms;
  }

  /** A network with its weights. */
  public record Weighted(Network network, Weights weights) {}

  /** A network that learns as it is. */
  public static LearningForm asItIs(Network network) {
    return new LearningForm(network, network, Optional.empty());
  }

  /**
   * A network that came as a file.
   *
   * @param normalise whether it gets fresh batch normalisation if it has none
   */
  public static LearningForm of(Network deployed, boolean normalise) {
    Network answers = withoutSoftmax(deployed);
    Set<Integer> bare = normalise ? bare(answers) : Set.of();
    if (bare.isEmpty()) {
      return new LearningForm(deployed, answers, Optional.empty());
    }
    FreshNorms norms = FreshNorms.behind(answers, bare);
    return new LearningForm(deployed, norms.network(), Optional.of(norms));
  }

  /** As it is deployed, at full width. */
  public Network deployed() {
    return deployed;
  }

  /** As it learns, at full width. */
  public Network learner() {
    return learner;
  }

  /** Whether batch normalisation was put in. */
  public boolean normalised() {
    return norms.isPresent();
  }

  /**
   * The learner's weights.
   *
   * @param weights of the deployed network
   * @param batches of normalised pictures, channels last, at least two pictures each
   */
  public Weights learnerWeights(Weights weights, List<float[]> batches) {
    if (norms.isEmpty()) {
      return only(weights, learner);
    }
    FreshNorms fresh = norms.get();
    Weights seen = Calibration.calibrate(fresh.watched(), fresh.unseen(weights), batches);
    return fresh.neutral(weights, seen);
  }

  private static Weights only(Weights weights, Network network) {
    Map<String, Tensor> needed = new LinkedHashMap<>();
    Weights.shapes(network).keySet().forEach(name -> needed.put(name, weights.get(name)));
    return new Weights(needed);
  }

  /**
   * What is deployed of a learner that may have been narrowed: the added normalisations are folded
   * into their convolutions, and what comes behind the answers is put back.
   */
  public Weighted deploy(Network narrow, Weights weights) {
    if (narrow.nodes().equals(deployed.nodes())) {
      return new Weighted(narrow, weights);
    }
    Map<String, Node> narrowed = new HashMap<>();
    narrow.nodes().forEach(node -> narrowed.put(node.name(), node));
    List<Node> nodes = new ArrayList<>();
    Map<String, Tensor> folded = new HashMap<>();
    for (Node node : deployed.nodes()) {
      Node now = narrowed.getOrDefault(node.name(), node);
      Optional<Folded> affine = norms.flatMap(n -> n.folded(narrow, weights, now));
      affine.ifPresent(a -> folded.put(node.name() + ".weight", a.weight()));
      affine.ifPresent(a -> folded.put(node.name() + ".bias", a.bias()));
      Layer layer = affine.isPresent() ? biased(now.layer()) : now.layer();
      nodes.add(new Node(node.id(), node.name(), layer, node.inputs()));
    }
    Network network = new Network(deployed.name(), nodes, deployed.outputs());
    return new Weighted(network, collect(network, folded, weights));
  }

  private static Weights collect(Network network, Map<String, Tensor> folded, Weights others) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : Weights.shapes(network).keySet()) {
      Tensor own = folded.get(name);
      tensors.put(name, own == null ? others.get(name) : own);
    }
    return new Weights(tensors);
  }

  private static Layer biased(Layer layer) {
    Convolution c = (Convolution) layer;
    return new Convolution(c.in(), c.out(), c.window(), c.groups(), true);
  }

  /**
   * Convolutions of maps whose channels can be cut, if nothing in the network is normalised. Those
   * of single pixels are gates: a batch of them is too few values.
   */
  private static Set<Integer> bare(Network network) {
    if (network.nodes().stream().anyMatch(node -> node.layer() instanceof BatchNorm)) {
      return Set.of();
    }
    ChannelGroups groups = ChannelGroups.of(network);
    return network.nodes().stream()
        .filter(node -> node.layer() instanceof Convolution)
        .map(Node::id)
        .filter(id -> network.shape(id).area() > 1 && groups.groupsOf(id).length > 0)
        .collect(Collectors.toSet());
  }

  /** Ends at what softmaxes at the end read: cross entropy makes its own. */
  private static Network withoutSoftmax(Network network) {
    List<Integer> outputs = network.outputs().stream().map(id -> answers(network, id)).toList();
    if (outputs.equals(network.outputs())) {
      return network;
    }
    return reachable(network, outputs);
  }

  private static int answers(Network network, int output) {
    int id = output;
    while (passive(network.node(id).layer())) {
      id = network.node(id).input();
    }
    Layer layer = network.node(id).layer();
    boolean softmax = layer instanceof Softmax || layer instanceof FreeSoftmax;
    return softmax ? network.node(id).input() : output;
  }

  private static boolean passive(Layer layer) {
    return layer instanceof Flatten || layer instanceof Reshape || layer instanceof Dropout;
  }

  /** The part of a network that these outputs need. */
  private static Network reachable(Network network, List<Integer> outputs) {
    boolean[] needed = new boolean[network.nodes().size()];
    outputs.forEach(id -> needed[id] = true);
    for (int id = needed.length - 1; id >= 0; id--) {
      if (needed[id]) {
        network.node(id).inputs().forEach(input -> needed[input] = true);
      }
    }
    int[] at = new int[needed.length];
    List<Node> kept = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (needed[node.id()]) {
        at[node.id()] = kept.size();
        List<Integer> inputs = node.inputs().stream().map(input -> at[input]).toList();
        kept.add(new Node(kept.size(), node.name(), node.layer(), inputs));
      }
    }
    return new Network(network.name(), kept, outputs.stream().map(id -> at[id]).toList());
  }
}
