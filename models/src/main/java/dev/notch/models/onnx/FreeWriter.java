package dev.notch.models.onnx;

import static dev.notch.models.onnx.OnnxGraph.attribute;
import static dev.notch.models.onnx.OnnxGraph.attributes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** Layers over tensors of any rank as ONNX operators; axis 0 is the batch there. */
final class FreeWriter {
  private static final int AXES_ARE_INPUTS_SINCE = 18;

  private final int opset;
  private final Weights weights;
  private final OnnxGraph graph;
  private final Tensors tensors;

  FreeWriter(Weights weights, OnnxGraph graph, Tensors tensors, int opset) {
    this.opset = opset;
    this.weights = weights;
    this.graph = graph;
    this.tensors = tensors;
  }

  /** The tensor that it writes. */
  String write(Node node, FreeLayer layer) {
    if (layer instanceof Constant) {
      String name = node.name() + ".value";
      return graph.constant(name, weights.get(name));
    }
    if (layer instanceof MatMul) {
      return operator("MatMul", node, broadcast(node, layer));
    }
    if (layer instanceof Binary binary) {
      return binary(node, binary);
    }
    List<String> views = views(node, layer);
    if (layer instanceof Reshape reshape) {
      String shape = tensors.shape(node.name() + "/shape", reshape.to());
      return operator("Reshape", node, List.of(tensors.of(node.input()), shape));
    }
    if (layer instanceof Permute permute) {
      long[] order = behindBatch(permute.order());
      long[] all = LongStream.concat(LongStream.of(0), LongStream.of(order)).toArray();
      return operator("Transpose", node, views, attributes("perm", all));
    }
    if (layer instanceof Dense dense) {
      return dense(node, dense, views.get(0));
    }
    if (layer instanceof FreeSoftmax softmax) {
      return operator("Softmax", node, views, attribute("axis", softmax.axis() + 1L));
    }
    if (layer instanceof FreeConcat concat) {
      return operator("Concat", node, views, attribute("axis", concat.axis() + 1L));
    }
    if (layer instanceof FreeSlice slice) {
      return slice(node, slice, views.get(0));
    }
    if (layer instanceof Reduce reduce) {
      return reduce(node, reduce, views.get(0));
    }
    if (layer instanceof LayerNorm norm) {
      return layerNorm(node, norm, views.get(0));
    }
    throw new IllegalStateException("no ONNX operator for " + layer);
  }

  /** Comparisons put out truth, which becomes numbers. */
  private String binary(Node node, Binary binary) {
    List<String> inputs = broadcast(node, binary);
    String operator = name(binary.op());
    if (!binary.op().compares()) {
      return operator(operator, node, inputs);
    }
    String truth = node.name() + "/truth";
    graph.node(operator, truth, inputs, truth);
    return operator("Cast", node, List.of(truth), attribute("to", graph.numbers()));
  }

  private static String name(Binary.Op op) {
    return switch (op) {
      case ADD -> "Add";
      case SUB -> "Sub";
      case MUL -> "Mul";
      case DIV -> "Div";
      case POW -> "Pow";
      case EQUAL -> "Equal";
      case GREATER -> "Greater";
      case GREATER_OR_EQUAL -> "GreaterOrEqual";
      case LESS -> "Less";
      case LESS_OR_EQUAL -> "LessOrEqual";
    };
  }

  /** The inputs with the dimensions that the layer sees. */
  private List<String> views(Node node, FreeLayer layer) {
    if (layer instanceof Reshape) {
      return List.of();
    }
    List<String> views = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      views.add(tensors.as(node.inputs().get(i), layer.views().get(i)));
    }
    return views;
  }

  /**
   * The inputs with equal ranks, so that batches meet; a constant spreads over the batch by itself
   * if anything else has one.
   */
  private List<String> broadcast(Node node, FreeLayer layer) {
    int rank = layer.views().stream().mapToInt(List::size).max().orElse(0);
    boolean onlyConstants = node.inputs().stream().allMatch(tensors::constant);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      int id = node.inputs().get(i);
      List<Integer> view = layer.views().get(i);
      boolean raw = tensors.constant(id) && !onlyConstants && tensors.form(id).equals(view);
      inputs.add(raw ? tensors.value(id) : tensors.as(id, aligned(view, rank)));
    }
    return inputs;
  }

  private static List<Integer> aligned(List<Integer> dims, int rank) {
    List<Integer> all = new ArrayList<>(Collections.nCopies(rank - dims.size(), 1));
    all.addAll(dims);
    return List.copyOf(all);
  }

  private static long[] behindBatch(List<Integer> axes) {
    return axes.stream().mapToLong(axis -> axis + 1L).toArray();
  }

  /** As exporters write it: a product with a matrix of one column for each output, then a sum. */
  private String dense(Node node, Dense dense, String x) {
    String name = node.name();
    String columns = graph.constant(name + ".weight", turned(weights.get(name + ".weight")));
    if (!dense.bias()) {
      return operator("MatMul", node, List.of(x, columns));
    }
    String product = name + "/product";
    graph.node("MatMul", product, List.of(x, columns), product);
    String bias = graph.constant(name + ".bias", weights.get(name + ".bias"));
    return operator("Add", node, List.of(product, bias));
  }

  private static Tensor turned(Tensor rows) {
    int out = rows.shape()[0];
    int in = rows.shape()[1];
    float[] turned = new float[rows.data().length];
    for (int i = 0; i < out; i++) {
      for (int j = 0; j < in; j++) {
        turned[j * out + i] = rows.data()[i * in + j];
      }
    }
    return new Tensor(new int[] {in, out}, turned);
  }

  private String slice(Node node, FreeSlice slice, String x) {
    String name = node.name();
    return operator(
        "Slice",
        node,
        List.of(
            x,
            graph.constant(name + "/from", slice.from()),
            graph.constant(name + "/to", slice.to()),
            graph.constant(name + "/axis", slice.axis() + 1L),
            graph.constant(name + "/step", slice.step())));
  }

  /** Up to opset 17 sums take their axes as an input, the others as an attribute. */
  private String reduce(Node node, Reduce reduce, String x) {
    AttributeProto keep = attribute("keepdims", reduce.keep() ? 1L : 0L);
    long[] axes = behindBatch(reduce.axes());
    String kind = reduce.kind().name();
    String operator = "Reduce" + kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT);
    if (reduce.kind() == Reduce.Kind.SUM || opset >= AXES_ARE_INPUTS_SINCE) {
      List<String> inputs = List.of(x, graph.constant(node.name() + "/axes", axes));
      return operator(operator, node, inputs, keep);
    }
    return operator(operator, node, List.of(x), attributes("axes", axes), keep);
  }

  private String layerNorm(Node node, LayerNorm norm, String x) {
    List<String> inputs = new ArrayList<>(List.of(x));
    for (String part : List.of(".weight", ".bias")) {
      inputs.add(graph.constant(node.name() + part, weights.get(node.name() + part)));
    }
    return operator(
        "LayerNormalization",
        node,
        inputs,
        attribute("axis", norm.axis() + 1L),
        attribute("epsilon", (float) norm.epsilon()));
  }

  private String operator(
      String operator, Node node, List<String> inputs, AttributeProto... attributes) {
    return graph.node(operator, node.name(), inputs, tensors.nameFor(node), attributes);
  }
}
