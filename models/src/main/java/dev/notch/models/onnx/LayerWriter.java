package dev.notch.models.onnx;

import static dev.notch.models.onnx.OnnxGraph.attribute;
import static dev.notch.models.onnx.OnnxGraph.attributes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.BatchNormFolding;
import dev.notch.models.weights.BatchNormFolding.Folded;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Translates layers into ONNX operators, one after the other. */
final class LayerWriter {
  private static final int SPLIT_COUNTS_SINCE = 18;

  private final int opset;
  private final Network network;
  private final Weights weights;
  private final OnnxGraph graph;
  private final Tensors tensors;
  private final ActivationWriter activations;
  private final ChannelWriter channels;
  private final SpatialWriter planes;
  private final FreeWriter free;
  private final Set<Integer> folded = new HashSet<>();

  LayerWriter(Network network, Weights weights, OnnxGraph graph, Ends ends, int opset) {
    this.opset = opset;
    this.network = network;
    this.weights = weights;
    this.graph = graph;
    this.tensors = new Tensors(network, graph, ends);
    this.channels = new ChannelWriter(network, weights, graph, tensors);
    this.planes = new SpatialWriter(network, graph, tensors);
    this.free = new FreeWriter(weights, graph, tensors, opset);
    this.activations = new ActivationWriter(graph, tensors, opset);
  }

  void writeAll() {
    network.nodes().stream()
        .skip(1)
        .filter(node -> !folded.contains(node.id()))
        .forEach(this::write);
    tensors.finish();
  }

  private void write(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Convolution || layer instanceof Linear) {
      affine(node);
    } else if (layer instanceof Split split) {
      split(node, split);
    } else if (!(layer instanceof Slice)) {
      tensors.put(node, tensor(node));
    }
  }

  private String tensor(Node node) {
    Layer layer = node.layer();
    if (layer instanceof BatchNorm bn) {
      return batchNorm(node, bn);
    }
    if (layer instanceof Activation activation) {
      return activations.write(node, activation);
    }
    if (layer instanceof Pool pool) {
      return pool(node, pool);
    }
    if (layer instanceof GlobalPool) {
      return simple("GlobalAveragePool", node, List.of(tensors.map(node.input())));
    }
    if (layer instanceof Add) {
      return simple(node.inputs().size() == 2 ? "Add" : "Sum", node, alike(node));
    }
    if (layer instanceof Multiply) {
      return simple("Mul", node, alike(node));
    }
    if (layer instanceof Concat) {
      return simple("Concat", node, alike(node), attribute("axis", 1L));
    }
    if (layer instanceof Shuffle shuffle) {
      return shuffle(node, shuffle);
    }
    if (layer instanceof Flatten) {
      return flatten(node);
    }
    if (layer instanceof Dropout) {
      return tensors.of(node.input());
    }
    if (layer instanceof SpatialLayer spatial) {
      return planes.write(node, spatial);
    }
    return layer instanceof FreeLayer anyRank
        ? free.write(node, anyRank)
        : channels.write(node, layer);
  }

  private void affine(Node node) {
    Optional<Node> norm = BatchNormFolding.foldableInto(network, node);
    Node last = norm.orElse(node);
    List<String> inputs = new ArrayList<>();
    inputs.add(
        node.layer() instanceof Linear ? tensors.vector(node.input()) : tensors.map(node.input()));
    inputs.addAll(norm.map(bn -> foldedParameters(node, bn)).orElseGet(() -> parameters(node)));
    String output = tensors.nameFor(last);
    if (node.layer() instanceof Convolution c) {
      graph.node("Conv", node.name(), inputs, output, convolution(c));
    } else {
      graph.node("Gemm", node.name(), inputs, output, attribute("transB", 1L));
    }
    tensors.put(node, output);
    tensors.put(last, output);
    norm.ifPresent(bn -> folded.add(bn.id()));
  }

  private List<String> parameters(Node node) {
    List<String> names = new ArrayList<>();
    for (String name : List.of(node.name() + ".weight", node.name() + ".bias")) {
      if (weights.tensors().containsKey(name)) {
        names.add(graph.constant(name, weights.get(name)));
      }
    }
    return names;
  }

  private List<String> foldedParameters(Node node, Node norm) {
    Folded parameters = BatchNormFolding.fold(weights, node, norm);
    return List.of(
        graph.constant(node.name() + ".weight", parameters.weight()),
        graph.constant(node.name() + ".bias", parameters.bias()));
  }

  private static AttributeProto[] convolution(Convolution c) {
    List<AttributeProto> all = window(c.window());
    all.add(attribute("group", (long) c.groups()));
    return all.toArray(AttributeProto[]::new);
  }

  static List<AttributeProto> window(Window w) {
    List<AttributeProto> all =
        new ArrayList<>(
            List.of(
                attributes("kernel_shape", w.kernelHeight(), w.kernelWidth()),
                attributes("strides", w.strideHeight(), w.strideWidth()),
                attributes("pads", w.padTop(), w.padLeft(), w.padBottom(), w.padRight())));
    if (w.dilated()) {
      all.add(attributes("dilations", w.dilationHeight(), w.dilationWidth()));
    }
    return all;
  }

  private String batchNorm(Node node, BatchNorm bn) {
    List<String> inputs = new ArrayList<>(List.of(tensors.of(node.input(), node)));
    for (String part : List.of(".weight", ".bias", ".running_mean", ".running_var")) {
      inputs.add(graph.constant(node.name() + part, weights.get(node.name() + part)));
    }
    return simple("BatchNormalization", node, inputs, attribute("epsilon", (float) bn.epsilon()));
  }

  private String pool(Node node, Pool pool) {
    List<AttributeProto> all = window(pool.window());
    boolean max = pool.kind() == Pool.Kind.MAX;
    if (!max) {
      all.add(attribute("count_include_pad", pool.countPadding() ? 1L : 0L));
    }
    if (pool.ceilMode()) {
      all.add(attribute("ceil_mode", 1L));
    }
    List<String> input = List.of(tensors.map(node.input()));
    return simple(max ? "MaxPool" : "AveragePool", node, input, all.toArray(AttributeProto[]::new));
  }

  /** Slices become the outputs of one operator; parts that nobody reads get a name of their own. */
  private void split(Node node, Split split) {
    List<String> outputs =
        new ArrayList<>(
            IntStream.range(0, split.parts()).mapToObj(i -> node.name() + "/part" + i).toList());
    for (int reader : network.consumers(node.id())) {
      outputs.set(slice(reader).part(), tensors.nameFor(network.node(reader)));
    }
    for (int reader : network.consumers(node.id())) {
      tensors.put(network.node(reader), outputs.get(slice(reader).part()));
    }
    List<AttributeProto> all = new ArrayList<>(List.of(attribute("axis", 1L)));
    if (opset >= SPLIT_COUNTS_SINCE) {
      all.add(attribute("num_outputs", (long) split.parts()));
    }
    graph.node(
        "Split",
        node.name(),
        List.of(tensors.of(node.input(), node)),
        outputs,
        all.toArray(AttributeProto[]::new));
  }

  private Slice slice(int id) {
    return (Slice) network.node(id).layer();
  }

  private String shuffle(Node node, Shuffle shuffle) {
    String name = node.name();
    Shape s = network.shape(node.id());
    int groups = shuffle.groups();
    String dealt =
        graph.constant(
            name + "/dealt.shape", 0, groups, s.channels() / groups, s.height(), s.width());
    String shape = graph.constant(name + "/shape", 0, s.channels(), s.height(), s.width());
    String x = tensors.map(node.input());
    x = graph.node("Reshape", name + "/deal", List.of(x, dealt), name + "/dealt");
    x =
        graph.node(
            "Transpose",
            name + "/transpose",
            List.of(x),
            name + "/transposed",
            attributes("perm", 0, 2, 1, 3, 4));
    return simple("Reshape", node, List.of(x, shape));
  }

  private String flatten(Node node) {
    String input = tensors.of(node.input());
    return tensors.isVector(node.input()) ? input : simple("Flatten", node, List.of(input));
  }

  /** The inputs of a node, all of the rank that it puts out. */
  private List<String> alike(Node node) {
    return node.inputs().stream().map(id -> tensors.of(id, node)).toList();
  }

  private String simple(
      String operator, Node node, List<String> inputs, AttributeProto... attributes) {
    return graph.node(operator, node.name(), inputs, tensors.nameFor(node), attributes);
  }
}
