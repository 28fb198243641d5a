package dev.notch.models.torchscript;

import static dev.notch.models.torchscript.Script.call;

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
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Layers over tensors of any rank as expressions; axis 0 is the batch there. */
record FreeScript(Weights weights, Script script) {

  String expression(Node node, FreeLayer layer, List<String> inputs) {
    if (layer instanceof Constant constant) {
      return constant(node, constant);
    }
    List<String> views = views(layer, inputs);
    String x = views.get(0);
    if (layer instanceof Reshape) {
      return x;
    }
    if (layer instanceof Permute permute) {
      return call("permute", x, batchAnd(0, behindBatch(permute.order())));
    }
    if (layer instanceof MatMul) {
      return call("matmul", x, views.get(1));
    }
    if (layer instanceof Dense dense) {
      String bias = dense.bias() ? parameter(node, ".bias") : Script.nothing();
      return call("linear", x, parameter(node, ".weight"), bias);
    }
    if (layer instanceof FreeSoftmax softmax) {
      return call("softmax", x, softmax.axis() + 1);
    }
    if (layer instanceof FreeSlice s) {
      return call("slice", x, s.axis() + 1, s.from(), s.to(), s.step());
    }
    if (layer instanceof FreeConcat concat) {
      return call("cat", views, concat.axis() + 1);
    }
    if (layer instanceof Reduce reduce) {
      String function = reduce.kind() == Reduce.Kind.MAX ? "amax" : lower(reduce.kind());
      return call(function, x, behindBatch(reduce.axes()), reduce.keep());
    }
    if (layer instanceof Binary binary) {
      String value = call(function(binary.op()), x, views.get(1));
      return binary.op().compares() ? call("mul", value, 1.0) : value;
    }
    if (layer instanceof LayerNorm norm) {
      String weight = parameter(node, ".weight");
      String bias = parameter(node, ".bias");
      return call("layer_norm", x, norm.normalized(), weight, bias, norm.epsilon());
    }
    throw new UnwritableLayerException("there is no function for " + layer);
  }

  private static String function(Binary.Op op) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, POW -> lower(op);
      case EQUAL -> "eq";
      case GREATER -> "gt";
      case GREATER_OR_EQUAL -> "ge";
      case LESS -> "lt";
      case LESS_OR_EQUAL -> "le";
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private String parameter(Node node, String part) {
    return script.parameter(node.name() + part, weights.get(node.name() + part));
  }

  /** Repeated for every image. */
  private String constant(Node node, Constant constant) {
    String value = script.buffer(node.name() + ".value", weights.get(node.name() + ".value"));
    return call("expand", value, batchAnd(call("size", Script.INPUT, 0), constant.dims()));
  }

  /** The inputs as the layer sees them; two that are broadcast get the same rank. */
  private static List<String> views(FreeLayer layer, List<String> inputs) {
    List<List<Integer>> dims = layer.views();
    int rank = dims.stream().mapToInt(List::size).max().orElse(0);
    List<String> views = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      List<Object> shape = new ArrayList<>(List.of(-1));
      shape.addAll(Collections.nCopies(rank - dims.get(i).size(), 1));
      shape.addAll(dims.get(i));
      views.add(call("reshape", inputs.get(i), shape));
    }
    return views;
  }

  private static List<Integer> behindBatch(List<Integer> axes) {
    return axes.stream().map(axis -> axis + 1).toList();
  }

  private static List<Object> batchAnd(Object first, List<Integer> rest) {
    List<Object> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
