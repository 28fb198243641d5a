package dev.notch.models.onnx;

import static dev.notch.models.onnx.OnnxGraph.attribute;
import static dev.notch.models.onnx.OnnxGraph.attributes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/** Layers over channels that only networks from elsewhere have, as ONNX operators. */
final class ChannelWriter {
  private final Network network;
  private final Weights weights;
  private final OnnxGraph graph;
  private final Tensors tensors;

  ChannelWriter(Network network, Weights weights, OnnxGraph graph, Tensors tensors) {
    this.network = network;
    this.weights = weights;
    this.graph = graph;
    this.tensors = tensors;
  }

  /** The tensor that it writes. */
  String write(Node node, Layer layer) {
    if (layer instanceof TransposedConvolution t) {
      return transposed(node, t);
    }
    if (layer instanceof Subtract) {
      return operator("Sub", node, inputs(node));
    }
    if (layer instanceof Scale scale) {
      return scale(node, scale);
    }
    if (layer instanceof PRelu) {
      return operator("PRelu", node, List.of(inputs(node).get(0), perChannel(node, ".weight")));
    }
    if (layer instanceof Softmax) {
      return operator("Softmax", node, inputs(node), attribute("axis", 1L));
    }
    if (layer instanceof ChannelRange range) {
      return range(node, range);
    }
    if (layer instanceof GlobalMaxPool) {
      return operator("GlobalMaxPool", node, List.of(tensors.map(node.input())));
    }
    if (layer instanceof LocalResponseNorm norm) {
      return localResponseNorm(node, norm);
    }
    throw new InvalidNetworkException(
        network.name() + ", layer " + node.name() + ": cannot be written as ONNX: " + layer);
  }

  private List<String> inputs(Node node) {
    return node.inputs().stream().map(id -> tensors.of(id, node)).toList();
  }

  private String transposed(Node node, TransposedConvolution t) {
    List<String> inputs = new ArrayList<>(List.of(tensors.map(node.input())));
    inputs.add(graph.constant(node.name() + ".weight", weights.get(node.name() + ".weight")));
    if (t.bias()) {
      inputs.add(graph.constant(node.name() + ".bias", weights.get(node.name() + ".bias")));
    }
    List<AttributeProto> all = LayerWriter.window(t.window());
    all.add(attribute("group", (long) t.groups()));
    all.add(attributes("output_padding", t.outputPadHeight(), t.outputPadWidth()));
    return operator("ConvTranspose", node, inputs, all.toArray(AttributeProto[]::new));
  }

  private String scale(Node node, Scale scale) {
    String x = inputs(node).get(0);
    String weight = perChannel(node, ".weight");
    if (!scale.shift()) {
      return operator("Mul", node, List.of(x, weight));
    }
    String scaled = node.name() + "/scaled";
    graph.node("Mul", scaled, List.of(x, weight), scaled);
    return operator("Add", node, List.of(scaled, perChannel(node, ".bias")));
  }

  /** One value a channel, with the axes behind the channels that this node's tensor has. */
  private String perChannel(Node node, String part) {
    float[] values = weights.get(node.name() + part).data();
    int[] shape =
        tensors.isVector(node.id()) ? new int[] {values.length} : new int[] {values.length, 1, 1};
    return graph.constant(node.name() + part, new Tensor(shape, values));
  }

  private String range(Node node, ChannelRange range) {
    String name = node.name();
    String from = graph.constant(name + "/from", range.from());
    String to = graph.constant(name + "/to", range.to());
    String axis = graph.constant(name + "/axis", 1L);
    return operator("Slice", node, List.of(inputs(node).get(0), from, to, axis));
  }

  /** ONNX Runtime does not load a file with a norm of even size, which ONNX itself allows. */
  private String localResponseNorm(Node node, LocalResponseNorm norm) {
    if (norm.size() % 2 == 0) {
      throw new InvalidNetworkException(
          network.name()
              + ", layer "
              + node.name()
              + ": ONNX Runtime takes an LRN of odd size only, was "
              + norm.size()
              + "; train the network with an odd size");
    }
    return operator(
        "LRN",
        node,
        List.of(tensors.map(node.input())),
        attribute("size", (long) norm.size()),
        attribute("alpha", (float) norm.alpha()),
        attribute("beta", (float) norm.beta()),
        attribute("bias", (float) norm.bias()));
  }

  private String operator(
      String operator, Node node, List<String> inputs, AttributeProto... attributes) {
    return graph.node(operator, node.name(), inputs, tensors.nameFor(node), attributes);
  }
}
