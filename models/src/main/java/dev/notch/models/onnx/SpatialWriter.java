package dev.notch.models.onnx;

import static dev.notch.models.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import dev.notch.models.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Layers that move values within the plane as ONNX operators. */
final class SpatialWriter {
  private final Network network;
  private final OnnxGraph graph;
  private final Tensors tensors;

  SpatialWriter(Network network, OnnxGraph graph, Tensors tensors) {
    this.network = network;
    this.graph = graph;
    this.tensors = tensors;
  }

  /** The tensor that it writes. */
  String write(Node node, SpatialLayer layer) {
    if (layer instanceof Pad pad) {
      return pad(node, pad);
    }
    if (layer instanceof Resize resize) {
      return resize(node, resize);
    }
    if (layer instanceof DepthToSpace d) {
      AttributeProto mode = attribute("mode", d.channelsFirst() ? "CRD" : "DCR");
      return operator("DepthToSpace", node, attribute("blocksize", (long) d.block()), mode);
    }
    if (layer instanceof SpaceToDepth s) {
      return operator("SpaceToDepth", node, attribute("blocksize", (long) s.block()));
    }
    throw new IllegalStateException("no ONNX operator for " + layer);
  }

  private String pad(Node node, Pad p) {
    String name = node.name() + "/pads";
    String value = graph.scalar(node.name() + "/value", (float) p.value());
    String mode = p.mode().name().toLowerCase(Locale.ROOT);
    List<String> inputs = new ArrayList<>(List.of(tensors.map(node.input())));
    if (ZeroPads.apart(network, node)) {
      String pads = graph.constant(name, p.top(), p.left(), p.bottom(), p.right());
      inputs.addAll(List.of(pads, value, graph.constant(node.name() + "/axes", 2, 3)));
    } else {
      inputs.add(graph.constant(name, 0, 0, p.top(), p.left(), 0, 0, p.bottom(), p.right()));
      inputs.add(value);
    }
    return graph.node("Pad", node.name(), inputs, tensors.nameFor(node), attribute("mode", mode));
  }

  private String resize(Node node, Resize r) {
    Shape in = network.shape(node.input());
    float high = scale(r.scaleHeight(), in.height(), r.height());
    float wide = scale(r.scaleWidth(), in.width(), r.width());
    boolean exact =
        (int) (high * in.height()) == r.height() && (int) (wide * in.width()) == r.width();
    String x = tensors.map(node.input());
    List<String> inputs =
        exact
            ? List.of(x, "", scales(node, high, wide))
            : List.of(x, "", "", tensors.batchAnd(node.name() + "/sizes", Forms.map(shape(node))));
    return graph.node(
        "Resize",
        node.name(),
        inputs,
        tensors.nameFor(node),
        text("mode", r.mode()),
        text("coordinate_transformation_mode", r.coordinates()),
        text("nearest_mode", r.rounding()));
  }

  private Shape shape(Node node) {
    return network.shape(node.id());
  }

  private static float scale(double declared, int in, int out) {
    return declared == 0 ? (float) out / in : (float) declared;
  }

  private String scales(Node node, float high, float wide) {
    float[] scales = {1, 1, high, wide};
    return graph.singles(node.name() + "/scales", new Tensor(new int[] {4}, scales));
  }

  private static AttributeProto text(String name, Enum<?> value) {
    return attribute(name, value.name().toLowerCase(Locale.ROOT));
  }

  private String operator(String operator, Node node, AttributeProto... attributes) {
    List<String> inputs = List.of(tensors.map(node.input()));
    return graph.node(operator, node.name(), inputs, tensors.nameFor(node), attributes);
  }
}
