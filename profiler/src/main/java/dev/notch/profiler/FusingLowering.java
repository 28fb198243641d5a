package dev.notch.profiler;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.BatchNormFolding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * ONNX Runtime on a CPU, for one network. Batch normalisation behind a convolution was folded on
 * export. Activations are fused into convolutions and linear layers. An add is fused into a
 * convolution that nobody else reads: if both of its inputs are in the blocked layout, into the
 * first such convolution in the order of the inputs; if not, into the first in the order of the
 * layers that is not blocked itself. Where the layout of a tensor changes, a reorder is a step.
 */
final class FusingLowering {
  private static final int NONE = -1;

  /** Functions that become a part of the convolution or product before them. */
  private static final Set<Function> FUSED =
      EnumSet.of(
          Function.RELU,
          Function.RELU6,
          Function.CLIP,
          Function.SIGMOID,
          Function.TANH,
          Function.LEAKY_RELU,
          Function.HARD_SIGMOID);

  /** The fused matrix product knows no clipping. */
  private static final Set<Function> CLIPS = EnumSet.of(Function.RELU6, Function.CLIP);

  private final Network network;
  private final BlockedLayout layout;
  private final Set<Integer> free = new HashSet<>();
  private final boolean[] vectors;

  /** Node to what is fused with it. */
  private final Fusion[] fusions;

  /** Node to the one that it was fused into, or {@value #NONE}. */
  private final int[] into;

  /** Node to the last one that was fused into it, or itself. */
  private final int[] last;

  private FusingLowering(Network network, int block) {
    this.network = network;
    this.layout = new BlockedLayout(network, block);
    int size = network.nodes().size();
    this.vectors = new boolean[size];
    this.fusions = new Fusion[size];
    this.into = new int[size];
    this.last = new int[size];
    Arrays.fill(fusions, Fusion.NONE);
    Arrays.fill(into, NONE);
    Arrays.setAll(last, id -> id);
  }

  /**
   * @param block channels in a block of the runtime's layout
   */
  static LoweredNetwork lower(Network network, int block) {
    FusingLowering lowering = withoutAdds(network, block);
    network.nodes().forEach(lowering::fuseAdd);
    return new LoweredNetwork(network, lowering.stepsWithReorders(), lowering.free);
  }

  /** As it is before any add is fused: all of this is the same at every width. */
  static FusingLowering withoutAdds(Network network, int block) {
    FusingLowering lowering = new FusingLowering(network, block);
    network.nodes().forEach(lowering::findFree);
    network.nodes().forEach(lowering::fuseParameters);
    return lowering;
  }

  /** Layers for which the exported file has no node. */
  private void findFree(Node node) {
    Layer layer = node.layer();
    vectors[node.id()] = vector(node);
    boolean flat = layer instanceof Flatten && vectors[node.input()];
    if (layer instanceof Input || layer instanceof Dropout || layer instanceof Constant || flat) {
      free.add(node.id());
    }
  }

  /** Whether ONNX knows the output as N x C: flattening that again does nothing. */
  private boolean vector(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Linear || layer instanceof Flatten) {
      return true;
    }
    boolean keeps =
        layer instanceof Activation
            || layer instanceof BatchNorm
            || layer instanceof Dropout
            || layer instanceof Add
            || layer instanceof Multiply
            || layer instanceof Concat
            || layer instanceof Split
            || layer instanceof Slice;
    return keeps && vectors[node.inputs().get(0)];
  }

  /** Folds batch normalisation and fuses the activation behind it. */
  private void fuseParameters(Node node) {
    boolean linear = node.layer() instanceof Linear;
    if (!linear && !(node.layer() instanceof Convolution)) {
      return;
    }
    BatchNormFolding.foldableInto(network, node).ifPresent(bn -> absorb(node, bn));
    fuseActivation(node, linear);
  }

  private void fuseActivation(Node node, boolean linear) {
    Optional<Node> reader = activationBehind(last[node.id()]);
    if (reader.isPresent() && reader.get().layer() instanceof Activation a) {
      if (FUSED.contains(a.function()) && !(linear && CLIPS.contains(a.function()))) {
        absorb(node, reader.get());
        fusions[node.id()] = fusions[node.id()].withActivation(a.function());
      }
    }
  }

  /** The activation that alone reads this node. */
  Optional<Node> activationBehind(int id) {
    return onlyReader(id).filter(reader -> reader.layer() instanceof Activation);
  }

  private void fuseAdd(Node add) {
    if (!(add.layer() instanceof Add)) {
      return;
    }
    boolean blocked = layout.holds(add.id());
    candidates(add, blocked).stream()
        .filter(conv -> blocked == layout.holds(conv.id()))
        .findFirst()
        .ifPresent(conv -> fuse(conv, add));
  }

  /**
   * The convolutions that an add could be fused into, best first; none for other layers.
   *
   * @param blocked whether the add is in the blocked layout
   */
  List<Node> candidates(Node add, boolean blocked) {
    if (!(add.layer() instanceof Add) || add.inputs().size() != 2) {
      return List.of();
    }
    List<Integer> inputs = add.inputs().stream().map(this::source).toList();
    List<Integer> order = blocked ? inputs : inputs.stream().sorted().toList();
    return order.stream()
        .map(this::convolutionBehind)
        .flatMap(Optional::stream)
        .filter(conv -> fusions[conv.id()].equals(Fusion.NONE))
        .filter(conv -> onlyReader(last[conv.id()]).equals(Optional.of(add)))
        .toList();
  }

  private void fuse(Node conv, Node add) {
    absorb(conv, add);
    fusions[conv.id()] = fusions[conv.id()].withAdd();
    fuseActivation(conv, false);
  }

  /** The convolution whose folded output this is. */
  private Optional<Node> convolutionBehind(int id) {
    Node node = network.node(id);
    if (node.layer() instanceof BatchNorm && into[id] != NONE) {
      node = network.node(node.input());
    }
    return node.layer() instanceof Convolution ? Optional.of(node) : Optional.empty();
  }

  BlockedLayout layout() {
    return layout;
  }

  /** Where the layout of tensors changes. */
  Reorders reorders() {
    return new Reorders(network, free);
  }

  private List<Step> stepsWithReorders() {
    Step[] moves = new Step[network.nodes().size()];
    reorders().find(layout, (id, kind) -> moves[id] = Reorders.step(kind, id, network.shape(id)));
    List<Step> all = new ArrayList<>();
    Optional.ofNullable(moves[0]).ifPresent(all::add);
    for (Step step : steps()) {
      all.add(step);
      for (int id : step.nodeIds()) {
        Optional.ofNullable(moves[id]).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Without reorders. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Node node : network.nodes()) {
      boolean own = into[node.id()] == NONE && !free.contains(node.id());
      if (own && !(node.layer() instanceof Slice)) {
        steps.add(step(node));
      }
    }
    steps.sort(Comparator.comparingInt(Step::lastNodeId));
    return steps;
  }

  private Step step(Node node) {
    List<Integer> ids = EagerLowering.nodes(network, node);
    for (int id = node.id() + 1; id <= last[node.id()]; id++) {
      if (into[id] == node.id()) {
        ids.add(id);
      }
    }
    Fusion fusion = fusions[node.id()];
    LayerConfig config = LayerConfig.of(network, node);
    return new Step(fusion.equals(Fusion.NONE) ? config : config.withFused(fusion), ids);
  }

  private void absorb(Node node, Node other) {
    into[other.id()] = node.id();
    last[node.id()] = other.id();
  }

  /** The node behind layers that are not exported. */
  private int source(int id) {
    return id > 0 && free.contains(id) ? source(network.node(id).input()) : id;
  }

  private Optional<Node> onlyReader(int id) {
    List<Integer> readers = network.consumers(id);
    if (readers.size() != 1) {
      return Optional.empty();
    }
    int reader = readers.get(0);
    return free.contains(reader) ? onlyReader(reader) : Optional.of(network.node(reader));
  }
}
