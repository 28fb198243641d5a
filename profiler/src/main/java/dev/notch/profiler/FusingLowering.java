package dev.notch.profiler;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.onnx.Forms;
import dev.notch.models.onnx.ZeroPads;
import dev.notch.models.weights.BatchNormFolding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * ONNX Runtime on a CPU, for one network. Batch normalisation behind a convolution was folded on
 * export. Activations are fused into convolutions and linear layers. An add is fused into a
 * convolution that nobody else reads: if both of its inputs are in the blocked layout, into the
 * first such convolution in the order of the inputs; if not, into the first in the order of the
 * layers that is not blocked itself. Where the layout of a tensor changes, a reorder is a step.
 */
final class FusingLowering {
  private static final int NONE = -1;

  private final Network network;
  private final BlockedLayout layout;
  private final Set<Integer> free = new HashSet<>();
  private final Forms forms;

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
    this.forms = new Forms(network);
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
    network.nodes().forEach(lowering::fuseBehindNorm);
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
    boolean flat = layer instanceof Flatten && forms.of(node.input()).size() == 1;
    boolean none = layer instanceof Input || layer instanceof Dropout || layer instanceof Constant;
    if (none || flat || paddedByReader(node) || turnedByReaders(node)) {
      free.add(node.id());
    }
  }

  /** Zeros around a tensor are left to the convolution or pool that alone reads it. */
  private boolean paddedByReader(Node node) {
    return node.layer() instanceof Pad pad
        && pad.mode() == Pad.Mode.CONSTANT
        && pad.value() == 0
        && Math.min(pad.top(), pad.left()) >= 0
        && Math.min(pad.bottom(), pad.right()) >= 0
        && network.consumers(node.id()).size() == 1
        && !ZeroPads.apart(network, node)
        && readBy(node, reader -> reader instanceof Convolution || reader instanceof Pool);
  }

  /** Matrix products read matrices that are turned as they are. */
  private boolean turnedByReaders(Node node) {
    return node.layer() instanceof Permute permute
        && swapsLast(permute.order())
        && readBy(node, reader -> reader instanceof MatMul || reader instanceof Dense);
  }

  private static boolean swapsLast(List<Integer> order) {
    int rank = order.size();
    List<Integer> swapped = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(swapped, Math.max(rank - 2, 0), rank - 1);
    return rank > 1 && order.equals(swapped);
  }

  private boolean readBy(Node node, Predicate<Layer> readers) {
    return !network.outputs().contains(node.id())
        && network.consumers(node.id()).stream()
            .allMatch(id -> readers.test(network.node(id).layer()));
  }

  /** Folds batch normalisation and scales, and fuses the activation behind. */
  private void fuseParameters(Node node) {
    boolean linear = node.layer() instanceof Linear;
    if (!linear && !(node.layer() instanceof Convolution)) {
      return;
    }
    BatchNormFolding.foldableInto(network, node).ifPresent(bn -> absorb(node, bn));
    if (!linear) {
      onlyReader(last[node.id()])
          .filter(reader -> reader.layer() instanceof Scale)
          .ifPresent(scale -> absorb(node, scale));
    }
    fuseActivation(node, linear ? FusedFunctions.LINEAR : FusedFunctions.CONVOLUTION);
  }

  private void fuseActivation(Node node, FusedFunctions functions) {
    Optional<Node> reader = activationBehind(last[node.id()]).filter(functions::has);
    if (reader.isPresent() && reader.get().layer() instanceof Activation a) {
      absorb(node, reader.get());
      fusions[node.id()] = fusions[node.id()].withActivation(a.function());
    }
  }

  private void fuseBehindNorm(Node norm) {
    if (joinsNorm(norm).isPresent() && layout.holds(norm.id())) {
      fuseActivation(norm, FusedFunctions.IN_BLOCKS);
    }
  }

  /** The activation that is fused into a batch normalisation by itself if that is in blocks. */
  Optional<Node> joinsNorm(Node norm) {
    return norm.layer() instanceof BatchNorm && into[norm.id()] == NONE
        ? activationBehind(norm.id()).filter(FusedFunctions.IN_BLOCKS::has)
        : Optional.empty();
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
    boolean alike = network.inputShapes(add).stream().distinct().count() == 1;
    if (!(add.layer() instanceof Add) || add.inputs().size() != 2 || !alike) {
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
    fuseActivation(conv, FusedFunctions.behindAdd(layout.holds(add.id())));
  }

  /** The convolution whose folded output this is. */
  private Optional<Node> convolutionBehind(int id) {
    Node node = network.node(into[id] == NONE ? id : into[id]);
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
    boolean passes = id > 0 && free.contains(id) && !network.node(id).inputs().isEmpty();
    return passes ? source(network.node(id).input()) : id;
  }

  private Optional<Node> onlyReader(int id) {
    List<Integer> readers = network.consumers(id);
    if (readers.size() != 1 || network.outputs().contains(id)) {
      return Optional.empty();
    }
    int reader = readers.get(0);
    return free.contains(reader) ? onlyReader(reader) : Optional.of(network.node(reader));
  }
}
