package dev.notch.models.onnx;

import static dev.notch.models.onnx.OnnxGraph.attribute;
import static dev.notch.models.onnx.OnnxGraph.attributes;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Which ONNX tensor holds the output of each node, and with which dimensions behind the batch: the
 * graph's vectors are C x 1 x 1, those of ONNX either N x C (behind linear and flatten layers) or N
 * x C x 1 x 1; layers over tensors of any rank have their own.
 */
final class Tensors {
  private final Network network;
  private final OnnxGraph graph;
  private final Ends ends;
  private final Forms forms;
  private final String[] names;
  private final Map<String, String> reshaped = new HashMap<>();

  Tensors(Network network, OnnxGraph graph, Ends ends) {
    this.network = network;
    this.graph = graph;
    this.ends = ends;
    this.forms =
        new Forms(
            network, ends.channelsLast() ? Forms.map(network.inputShape()) : ends.input().dims());
    this.names = new String[network.nodes().size()];
    names[0] = begin();
  }

  /** Name for the tensor that the ONNX node of this layer puts out. */
  String nameFor(Node node) {
    int output = network.outputs().indexOf(node.id());
    if (output >= 0 && asIs(ends.outputs().get(output), node.id())) {
      return ends.outputs().get(output).name();
    }
    return ends.taken(node.name()) ? node.name() + "/inner" : node.name();
  }

  private boolean asIs(Port port, int id) {
    return forms.of(id).equals(port.dims()) && port.precision() == ends.inner();
  }

  /** The input with the channels first, in the precision that the network computes in. */
  private String begin() {
    String tensor = ends.input().name();
    if (ends.input().precision() != ends.inner()) {
      String name = tensor + "/cast";
      tensor = cast(tensor, name, name, ends.inner());
    }
    String turned = ends.input().name() + "/channels_first";
    return ends.channelsLast()
        ? graph.node("Transpose", turned, List.of(tensor), turned, attributes("perm", 0, 3, 1, 2))
        : tensor;
  }

  private String cast(String tensor, String node, String to, Precision precision) {
    return graph.node(
        "Cast", node, List.of(tensor), to, attribute("to", (long) Ends.type(precision)));
  }

  void put(Node node, String tensor) {
    names[node.id()] = tensor;
  }

  /** The dimensions of that node's tensor behind the batch. */
  List<Integer> form(int id) {
    return forms.of(id);
  }

  /** The tensor of that node, of whatever rank. */
  String of(int id) {
    return constant(id) ? expanded(id) : names[id];
  }

  /** The tensor of that node, brought to the rank that {@code node} puts out. */
  String of(int id, Node node) {
    return isVector(node.id()) ? vector(id) : map(id);
  }

  /** The tensor as N x C x H x W. */
  String map(int id) {
    return as(id, Forms.map(network.shape(id)));
  }

  /** The tensor as N x C. */
  String vector(int id) {
    return as(id, List.of(Math.toIntExact(network.shape(id).size())));
  }

  /** The tensor with these dimensions behind the batch. */
  String as(int id, List<Integer> dims) {
    if (forms.of(id).equals(dims)) {
      return of(id);
    }
    String tensor = of(id);
    return reshaped.computeIfAbsent(tensor + dims, key -> view(tensor, id, dims));
  }

  boolean isVector(int id) {
    return forms.of(id).size() == 1;
  }

  /** Whether it is the same for every image: its tensor has no batch. */
  boolean constant(int id) {
    return network.node(id).layer() instanceof Constant;
  }

  /** A constant's tensor without batch. */
  String value(int id) {
    return names[id];
  }

  /** Gives the output nodes' tensors the names and the dimensions of the outputs. */
  void finish() {
    for (int i = 0; i < ends.outputs().size(); i++) {
      finish(network.outputs().get(i), ends.outputs().get(i));
    }
  }

  private void finish(int id, Port port) {
    String name = port.name();
    if (of(id).equals(name)) {
      return;
    }
    if (port.precision() == ends.inner()) {
      arrange(id, name, name, port.dims());
    } else {
      boolean fits = forms.of(id).equals(port.dims());
      cast(
          fits ? of(id) : arrange(id, name, name + "/uncast", port.dims()),
          name + "/cast",
          name,
          port.precision());
    }
  }

  /** Nodes are named so that none has the name of a layer. */
  private String arrange(int id, String output, String tensor, List<Integer> dims) {
    String node = output + "/end";
    if (forms.of(id).equals(dims)) {
      return graph.node("Identity", node, List.of(of(id)), tensor);
    }
    if (dims.size() == 1) {
      return graph.node("Flatten", node, List.of(of(id)), tensor);
    }
    return graph.node("Reshape", node, List.of(of(id), shape(node + ".shape", dims)), tensor);
  }

  private String view(String tensor, int id, List<Integer> dims) {
    if (dims.size() == 1) {
      return graph.node("Flatten", tensor + "/vector", List.of(tensor), tensor + "/vector");
    }
    boolean map = dims.equals(Forms.map(network.shape(id)));
    String view = tensor + (map ? "/map" : "/" + String.join("x", texts(dims)));
    return graph.node("Reshape", view, List.of(tensor, shape(view + ".shape", dims)), view);
  }

  private static List<String> texts(List<Integer> dims) {
    return dims.stream().map(String::valueOf).toList();
  }

  /** A constant for Reshape: the batch as it is, then these. */
  String shape(String name, List<Integer> dims) {
    LongStream all = dims.stream().mapToLong(Integer::longValue);
    return graph.constant(name, LongStream.concat(LongStream.of(0), all).toArray());
  }

  /** A tensor of the length of the batch and these. */
  String batchAnd(String name, List<Integer> dims) {
    String batch = reshaped.computeIfAbsent("", key -> batch());
    long[] rest = dims.stream().mapToLong(Integer::longValue).toArray();
    return dims.isEmpty()
        ? batch
        : graph.node(
            "Concat",
            name,
            List.of(batch, graph.constant(name + ".dims", rest)),
            name,
            attribute("axis", 0L));
  }

  private String batch() {
    String shape = graph.node("Shape", "batch/shape", List.of(ends.input().name()), "batch/shape");
    String first = graph.constant("batch/first", 0L);
    return graph.node("Gather", "batch/length", List.of(shape, first), "batch/length");
  }

  private String expanded(int id) {
    String value = names[id];
    if (!reshaped.containsKey(value)) {
      String name = network.node(id).name();
      String shape = batchAnd(name + "/shape", forms.of(id));
      reshaped.put(value, graph.node("Expand", name, List.of(value, shape), name));
    }
    return reshaped.get(value);
  }
}
