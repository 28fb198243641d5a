package dev.notch.profiler.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What ONNX Runtime's optimiser made of a network: which of its nodes belongs to which step. A
 * reshape is charged to the step whose output it reshapes.
 */
final class OptimizedGraph {
  private static final String BLOCKED_SUFFIX = "_nchwc";

  /** A normalisation or a scale that became a convolution in the blocked layout. */
  private static final Pattern AS_CONVOLUTION = Pattern.compile("_(bn|mul)$");

  private static final String OUTPUT = "logits";
  private static final String OTHER_OUTPUT = "output";

  /** What brings a tensor to the form of an output. */
  private static final String END = "/end";

  private static final String REORDER_INPUT = "ReorderInput";
  private static final String REORDER_OUTPUT = "ReorderOutput";

  private final LoweredNetwork lowered;
  private final Map<String, Integer> stepOfNetworkNode = new HashMap<>();
  private final Map<String, Integer> stepOfOutput = new HashMap<>();
  private final Map<String, Integer> stepOfTensor = new HashMap<>();
  private final Map<String, Integer> stepOfNode = new HashMap<>();
  private final Map<String, Integer> reorderOfNetworkNode = new HashMap<>();
  private final Set<Integer> spelledOut = new HashSet<>();
  private final int[] events;
  private final int[] mainNodes;
  private final boolean lenient;

  private OptimizedGraph(LoweredNetwork lowered, boolean lenient) {
    this.lowered = lowered;
    this.lenient = lenient;
    this.events = new int[lowered.steps().size()];
    this.mainNodes = new int[lowered.steps().size()];
    Network network = lowered.network();
    for (int step = 0; step < lowered.steps().size(); step++) {
      boolean computes = lowered.steps().get(step).computes();
      for (int id : lowered.steps().get(step).nodeIds()) {
        (computes ? stepOfNetworkNode : reorderOfNetworkNode).put(network.node(id).name(), step);
      }
    }
    for (int i = 0; i < network.outputs().size(); i++) {
      Integer step = stepOfNetworkNode.get(network.node(network.outputs().get(i)).name());
      if (step != null) {
        stepOfOutput.put(i == 0 ? OUTPUT : OTHER_OUTPUT + (i + 1), step);
      }
    }
  }

  /**
   * @param nodes of the optimised model, each with a name of its own
   * @param lenient whether what the lowering does not foresee is charged to the step that reads it
   * @throws IllegalStateException if it is not, and the optimiser did something else than the
   *     lowering says
   */
  static OptimizedGraph of(List<NodeProto> nodes, LoweredNetwork lowered, boolean lenient) {
    OptimizedGraph graph = new OptimizedGraph(lowered, lenient);
    List<NodeProto> unforeseen = new ArrayList<>();
    nodes.stream().filter(n -> !reorder(n)).forEach(n -> graph.addMain(n, unforeseen));
    nodes.stream().filter(OptimizedGraph::reorder).forEach(n -> graph.addReorder(n, unforeseen));
    graph.addUnforeseen(unforeseen, nodes);
    graph.verify();
    return graph;
  }

  /** The step that a node belongs to. */
  int stepOf(String node) {
    Integer step = stepOfNode.get(node);
    if (step == null) {
      throw new IllegalStateException(
          lowered.network().name() + ": ONNX Runtime ran an unknown node " + node);
    }
    return step;
  }

  int[] eventsPerStep() {
    return events.clone();
  }

  private void addMain(NodeProto node, List<NodeProto> unforeseen) {
    String tensor = node.getOutput(0);
    Optional<Integer> step = step(tensor).or(() -> blocked(node)).or(() -> step(node.getName()));
    if (step.isEmpty()) {
      unforeseen.add(node);
      return;
    }
    add(node, step.get());
    // The export gives the last tensor its rank with a node that is named after the output.
    if (!auxiliary(tensor) && !node.getName().endsWith(END)) {
      mainNodes[step.get()]++;
    }
  }

  private void addReorder(NodeProto node, List<NodeProto> unforeseen) {
    boolean input = node.getOpType().equals(REORDER_INPUT);
    String plain = input ? node.getInput(0) : node.getOutput(0);
    Optional<Integer> step =
        Optional.ofNullable(reorderOfNetworkNode.get(plain))
            .or(() -> step(plain).flatMap(this::reorderBehind))
            .filter(s -> lowered.steps().get(s).config().kind() == kind(input));
    if (step.isEmpty()) {
      unforeseen.add(node);
      return;
    }
    add(node, step.get());
    mainNodes[step.get()]++;
  }

  /**
   * Parts of a function that the runtime spells out, and what it put in by itself: from the last to
   * the first, so that the step of what reads them is known.
   */
  private void addUnforeseen(List<NodeProto> unforeseen, List<NodeProto> nodes) {
    unforeseen.removeIf(node -> !reorder(node) && adopted(node, nodes));
    if (!lenient && !unforeseen.isEmpty()) {
      throw new IllegalStateException(unknown(unforeseen.get(0)));
    }
    for (int i = unforeseen.size() - 1; i >= 0; i--) {
      NodeProto node = unforeseen.get(i);
      add(node, reader(node, nodes).or(() -> maker(node)).orElse(0));
    }
  }

  /**
   * Whether it is a part of a layer that nothing has been found to compute yet: a function that the
   * runtime spells out on blocks, in nodes without names.
   */
  private boolean adopted(NodeProto node, List<NodeProto> nodes) {
    List<Integer> makers =
        node.getInputList().stream().map(stepOfTensor::get).filter(Objects::nonNull).toList();
    Optional<Integer> step =
        makers.stream()
            .filter(spelledOut::contains)
            .findFirst()
            .or(() -> makers.stream().flatMap(this::unmadeReaders).findFirst());
    Optional<Integer> owner = step.or(() -> reader(node, nodes).filter(this::isFunction));
    if (step.filter(spelledOut::add).isPresent()) {
      mainNodes[step.get()]++;
    }
    owner.ifPresent(s -> add(node, s));
    return owner.isPresent();
  }

  private boolean isFunction(int step) {
    return lowered.steps().get(step).config().kind() == OpKind.ACTIVATION;
  }

  private Stream<Integer> unmadeReaders(int step) {
    Network network = lowered.network();
    return network.consumers(lowered.steps().get(step).lastNodeId()).stream()
        .map(id -> stepOfNetworkNode.get(network.node(id).name()))
        .filter(reader -> reader != null && mainNodes[reader] == 0);
  }

  private Optional<Integer> reader(NodeProto node, List<NodeProto> nodes) {
    return nodes.stream()
        .filter(other -> other.getInputList().stream().anyMatch(node.getOutputList()::contains))
        .map(other -> Optional.ofNullable(stepOfNode.get(other.getName())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Integer> maker(NodeProto node) {
    return node.getInputList().stream()
        .map(tensor -> Optional.ofNullable(stepOfTensor.get(tensor)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static OpKind kind(boolean input) {
    return input ? OpKind.REORDER_INPUT : OpKind.REORDER_OUTPUT;
  }

  /** The reorder of what a step puts out. */
  private Optional<Integer> reorderBehind(int step) {
    Node last = lowered.network().node(lowered.steps().get(step).lastNodeId());
    return Optional.ofNullable(reorderOfNetworkNode.get(last.name()));
  }

  private void add(NodeProto node, int step) {
    stepOfNode.put(node.getName(), step);
    node.getOutputList().forEach(tensor -> stepOfTensor.put(tensor, step));
    events[step]++;
  }

  /**
   * By a tensor of our export: named as a network's node, with a suffix behind a slash if
   * auxiliary.
   */
  private Optional<Integer> step(String tensor) {
    String name = auxiliary(tensor) ? tensor.substring(0, tensor.indexOf('/')) : tensor;
    if (stepOfOutput.containsKey(name)) {
      return Optional.of(stepOfOutput.get(name));
    }
    return Optional.ofNullable(stepOfNetworkNode.get(name))
        .or(() -> Optional.ofNullable(stepOfTensor.get(tensor)));
  }

  /** In the blocked layout the tensor has a new name, and the node that of the tensor. */
  private Optional<Integer> blocked(NodeProto node) {
    String name = node.getName();
    if (!name.endsWith(BLOCKED_SUFFIX)) {
      return Optional.empty();
    }
    String plain = name.substring(0, name.length() - BLOCKED_SUFFIX.length());
    return step(plain).or(() -> step(AS_CONVOLUTION.matcher(plain).replaceFirst("")));
  }

  private void verify() {
    for (int i = 0; i < mainNodes.length; i++) {
      Step step = lowered.steps().get(i);
      if (mainNodes[i] != 1 && !lenient) {
        throw new IllegalStateException(
            lowered.network().name()
                + ": ONNX Runtime runs "
                + mainNodes[i]
                + " nodes for "
                + lowered.network().node(step.nodeId()).name()
                + " ("
                + step.config()
                + "), expected one: the rules of fusion do not fit this version or device");
      }
    }
  }

  private String unknown(NodeProto node) {
    return lowered.network().name()
        + ": ONNX Runtime made a node that belongs to no layer: "
        + node.getOpType()
        + " "
        + node.getName()
        + " from "
        + node.getInputList()
        + " to "
        + node.getOutputList();
  }

  private static boolean auxiliary(String tensor) {
    return tensor.indexOf('/') >= 0;
  }

  private static boolean reorder(NodeProto node) {
    return node.getOpType().equals(REORDER_INPUT) || node.getOpType().equals(REORDER_OUTPUT);
  }
}
