package dev.notch.models.graph;

import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a network down layer by layer. Every method takes the ids of the nodes that it reads and
 * returns the id of the node it adds; one that does not fit there is refused at once, by name.
 * Names are made from the current scope, the kind of layer and a number, so the same calls give the
 * same names.
 */
public final class NetworkBuilder {
  private static final double BN_EPSILON = 1e-5;
  private static final double BN_MOMENTUM = 0.1;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private String scope = "";

  public NetworkBuilder(Shape input) {
    add("input", new Input(input));
  }

  /** Names of the nodes that follow start with {@code name}; an empty name ends the scope. */
  public NetworkBuilder scope(String name) {
    scope = name.isEmpty() ? "" : name + ".";
    return this;
  }

  /** The node of the image. */
  public int input() {
    return 0;
  }

  public Shape shape(int id) {
    return shapes.get(id);
  }

  public int channels(int id) {
    return shapes.get(id).channels();
  }

  public int conv(int from, int out, Window window, int groups, boolean bias) {
    return add("conv", new Convolution(channels(from), out, window, groups, bias), from);
  }

  public int depthwise(int from, Window window, boolean bias) {
    int channels = channels(from);
    return conv(from, channels, window, channels, bias);
  }

  public int batchNorm(int from) {
    return add("bn", new BatchNorm(channels(from), BN_EPSILON, BN_MOMENTUM), from);
  }

  /** Convolution, batch normalisation. */
  public int convBn(int from, int out, Window window, int groups, boolean bias) {
    return batchNorm(conv(from, out, window, groups, bias));
  }

  /** Convolution, batch normalisation, ReLU. */
  public int convBnRelu(int from, int out, Window window, int groups, boolean bias) {
    return relu(convBn(from, out, window, groups, bias));
  }

  public int relu(int from) {
    return activation(from, Function.RELU);
  }

  public int activation(int from, Function function) {
    return add(function.name().toLowerCase(Locale.ROOT), new Activation(function), from);
  }

  public int maxPool(int from, Window window) {
    return add("maxpool", new Pool(Pool.Kind.MAX, window, false), from);
  }

  public int averagePool(int from, Window window, boolean countPadding) {
    return add("avgpool", new Pool(Pool.Kind.AVERAGE, window, countPadding), from);
  }

  public int globalPool(int from) {
    return add("globalpool", new GlobalPool(), from);
  }

  public int linear(int from, int out) {
    return add("linear", new Linear(channels(from), out, true), from);
  }

  public int addition(Integer... from) {
    return add("add", new Add(), from);
  }

  public int multiply(int map, int gate) {
    return add("mul", new Multiply(), map, gate);
  }

  public int concat(Integer... from) {
    return add("concat", new Concat(), from);
  }

  /** Deals the channels into equal parts and returns the id of each. */
  public List<Integer> split(int from, int parts) {
    int split = add("split", new Split(parts), from);
    List<Integer> slices = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      slices.add(add("slice", new Slice(part, parts), split));
    }
    return slices;
  }

  public int shuffle(int from, int groups) {
    return add("shuffle", new Shuffle(groups), from);
  }

  public int flatten(int from) {
    return add("flatten", new Flatten(), from);
  }

  public int dropout(int from, double rate, boolean channelwise) {
    return add("dropout", new Dropout(rate, channelwise), from);
  }

  /**
   * The verified network, its output the last node.
   *
   * @throws InvalidNetworkException if the graph breaks a rule
   */
  public Network build(String name) {
    return new Network(name, nodes);
  }

  /**
   * The verified network with these outputs.
   *
   * @throws InvalidNetworkException if the graph breaks a rule
   */
  public Network build(String name, List<Integer> outputs) {
    return new Network(name, nodes, outputs);
  }

  /**
   * Any layer.
   *
   * @param kind what its name is made of
   */
  public int add(String kind, Layer layer, Integer... from) {
    Node node = new Node(nodes.size(), freeName(scope + kind), layer, List.of(from));
    shapes.add(ShapeRules.outputShape(node, shapes));
    nodes.add(node);
    return node.id();
  }

  /** Not a counter for each kind: a sixth relu would be called like a relu6. */
  private String freeName(String base) {
    String name = base;
    for (int number = 2; !names.add(name); number++) {
      name = base + number;
    }
    return name;
  }
}
