package dev.notch.models.graph;

import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An immutable, verified graph of layers in topological order: the one representation of a network.
 * The first node is the input, the only one. The last node is the output unless outputs are named,
 * which others may read too; every other node is read by somebody. Whoever holds a Network holds a
 * legal one.
 */
public final class Network {
  private final String name;
  private final List<Node> nodes;
  private final List<Integer> outputs;
  private final List<Shape> shapes;
  private final List<List<Integer>> consumers;
  private final int[] channelsLast;

  /**
   * A network whose output is its last node.
   *
   * @throws InvalidNetworkException if the graph breaks a rule; the message names the layer
   */
  public Network(String name, List<Node> nodes) {
    this(name, nodes, List.of(nodes.size() - 1));
  }

  /**
   * @param outputs ids of the nodes that the network puts out, in order
   * @throws InvalidNetworkException if the graph breaks a rule; the message names the layer
   */
  public Network(String name, List<Node> nodes, List<Integer> outputs) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    this.shapes = inferShapes();
    this.consumers = findConsumers();
    verifyUse();
    this.channelsLast = ChannelsLast.of(this);
  }

  public String name() {
    return name;
  }

  public List<Node> nodes() {
    return nodes;
  }

  public Node node(int id) {
    return nodes.get(id);
  }

  /** The shape of what node {@code id} puts out. */
  public Shape shape(int id) {
    return shapes.get(id);
  }

  /**
   * Whether the channels of what node {@code id} puts out are its last axis, not its first: a dense
   * layer made them, and nobody but dense layers sees them.
   */
  public boolean channelsLast(int id) {
    return channelsLast[id] > 0;
  }

  /** The channels that node {@code id} puts out, on whichever axis they are. */
  public int channels(int id) {
    return channelsLast(id) ? channelsLast[id] : shape(id).channels();
  }

  /** The shapes that node reads, in order. */
  public List<Shape> inputShapes(Node node) {
    return node.inputs().stream().map(shapes::get).toList();
  }

  /** The nodes that read node {@code id}, ascending; a node that reads it twice stands twice. */
  public List<Integer> consumers(int id) {
    return consumers.get(id);
  }

  public Shape inputShape() {
    return shapes.get(0);
  }

  /** The ids of the nodes that the network puts out, in order. */
  public List<Integer> outputs() {
    return outputs;
  }

  /**
   * The dimensions of each output for one image: those of a {@link FreeLayer}, the channels of a
   * vector, channels, height and width of a map.
   */
  public List<List<Integer>> outputDims() {
    return outputs.stream().map(this::dims).toList();
  }

  private List<Integer> dims(int id) {
    Shape shape = shapes.get(id);
    if (nodes.get(id).layer() instanceof FreeLayer free) {
      return free.dims();
    }
    return shape.area() == 1
        ? List.of(shape.channels())
        : List.of(shape.channels(), shape.height(), shape.width());
  }

  /** The first output. */
  public Node output() {
    return nodes.get(outputs.get(0));
  }

  /** Channels of the first output: the length of the vector that a classifier puts out. */
  public int classes() {
    return shapes.get(outputs.get(0)).channels();
  }

  public NetworkCounts counts() {
    return NetworkCounts.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network that
        && name.equals(that.name)
        && nodes.equals(that.nodes)
        && outputs.equals(that.outputs);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + nodes.hashCode();
  }

  @Override
  public String toString() {
    return name
        + " ("
        + nodes.size()
        + " nodes, input "
        + inputShape()
        + ", "
        + classes()
        + " classes)";
  }

  private List<Shape> inferShapes() {
    if (nodes.size() < 2 || !(nodes.get(0).layer() instanceof Input)) {
      throw new InvalidNetworkException(
          name + " must start with an input and have at least one layer");
    }
    List<Shape> inferred = new ArrayList<>(nodes.size());
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      require(node.id() == inferred.size(), node, "has id " + node.id() + " at " + inferred.size());
      require(names.add(node.name()), node, "is not the only one of that name");
      require(node.id() == 0 || !(node.layer() instanceof Input), node, "is a second input");
      inferred.add(inferShape(node, inferred));
    }
    return List.copyOf(inferred);
  }

  private Shape inferShape(Node node, List<Shape> before) {
    try {
      return ShapeRules.outputShape(node, before);
    } catch (InvalidNetworkException e) {
      throw new InvalidNetworkException(name + ", " + e.getMessage());
    }
  }

  private List<List<Integer>> findConsumers() {
    List<List<Integer>> found = new ArrayList<>();
    nodes.forEach(node -> found.add(new ArrayList<>()));
    nodes.forEach(node -> node.inputs().forEach(input -> found.get(input).add(node.id())));
    return found.stream().map(List::copyOf).toList();
  }

  private void verifyUse() {
    if (outputs.isEmpty() || !outputs.stream().allMatch(id -> id > 0 && id < nodes.size())) {
      throw new InvalidNetworkException(name + " cannot put out nodes " + outputs);
    }
    for (Node node : nodes) {
      boolean output = outputs.contains(node.id()) && !(node.layer() instanceof Split);
      require(output || !consumers(node.id()).isEmpty(), node, "is read by nobody");
      if (node.layer() instanceof Split split) {
        consumers(node.id()).forEach(id -> verifySlice(node, split, nodes.get(id)));
      }
      require(!(node.layer() instanceof Slice) || readsSplit(node), node, "must read a split");
    }
  }

  private boolean readsSplit(Node slice) {
    return nodes.get(slice.input()).layer() instanceof Split;
  }

  private void verifySlice(Node node, Split split, Node consumer) {
    require(
        consumer.layer() instanceof Slice slice && slice.parts() == split.parts(),
        consumer,
        "reads " + node.name() + " without being a slice of " + split.parts() + " parts");
  }

  private void require(boolean condition, Node node, String complaint) {
    if (!condition) {
      throw new InvalidNetworkException(name + ", layer " + node.name() + ": " + complaint);
    }
  }
}
