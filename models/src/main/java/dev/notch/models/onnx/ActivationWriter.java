package dev.notch.models.onnx;

import static dev.notch.models.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Elementwise functions as ONNX operators; those that an opset does not have yet are spelled out.
 */
final class ActivationWriter {
  private static final int HARD_SWISH_SINCE = 14;
  private static final int MISH_SINCE = 18;
  private static final int GELU_SINCE = 20;
  private static final float CUBE = 0.044715f;
  private static final float SLOPE = (float) Math.sqrt(2 / Math.PI);

  private final OnnxGraph graph;
  private final Tensors tensors;
  private final int opset;

  ActivationWriter(OnnxGraph graph, Tensors tensors, int opset) {
    this.graph = graph;
    this.tensors = tensors;
    this.opset = opset;
  }

  /** The tensor that it writes. */
  String write(Node node, Activation f) {
    String x = tensors.of(node.input());
    return switch (f.function()) {
      case RELU -> operator("Relu", node, x);
      case SIGMOID -> operator("Sigmoid", node, x);
      case TANH -> operator("Tanh", node, x);
      case SOFTPLUS -> operator("Softplus", node, x);
      case LEAKY_RELU -> operator("LeakyRelu", node, x, attribute("alpha", (float) f.a()));
      case ELU -> operator("Elu", node, x, attribute("alpha", (float) f.a()));
      case HARD_SIGMOID -> operator("HardSigmoid", node, x, hardSigmoid(f.a(), f.b()));
      case RELU6 -> clip(node, x, graph.scalar("relu6/min", 0), graph.scalar("relu6/max", 6));
      case CLIP -> clip(node, x, bound(node, "min", f.a()), bound(node, "max", f.b()));
      case SILU -> gated(node, x, step("Sigmoid", node, "gate", List.of(x)));
      case HARD_SWISH -> hardSwish(node, x);
      case MISH -> mish(node, x);
      case GELU -> gelu(node, x);
      case GELU_TANH -> geluTanh(node, x);
    };
  }

  /** None if no number is beyond it. */
  private String bound(Node node, String name, double value) {
    double largest = graph.largest();
    return Math.abs(value) > largest ? "" : graph.scalar(node.name() + "/" + name, (float) value);
  }

  private String clip(Node node, String x, String min, String max) {
    List<String> inputs = new ArrayList<>(List.of(x, min, max));
    while (inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    return graph.node("Clip", node.name(), inputs, tensors.nameFor(node));
  }

  private String hardSwish(Node node, String x) {
    return opset >= HARD_SWISH_SINCE
        ? operator("HardSwish", node, x)
        : gated(node, x, step("HardSigmoid", node, "gate", List.of(x), hardSigmoid(1.0 / 6, 0.5)));
  }

  private static AttributeProto[] hardSigmoid(double a, double b) {
    return new AttributeProto[] {attribute("alpha", (float) a), attribute("beta", (float) b)};
  }

  private String mish(Node node, String x) {
    if (opset >= MISH_SINCE) {
      return operator("Mish", node, x);
    }
    String soft = step("Softplus", node, "softplus", List.of(x));
    return gated(node, x, step("Tanh", node, "gate", List.of(soft)));
  }

  private String gelu(Node node, String x) {
    if (opset >= GELU_SINCE) {
      return operator("Gelu", node, x);
    }
    String scaled = step("Div", node, "scaled", List.of(x, number(node, "root", Math.sqrt(2))));
    return halves(node, x, step("Erf", node, "erf", List.of(scaled)));
  }

  private String geluTanh(Node node, String x) {
    if (opset >= GELU_SINCE) {
      return operator("Gelu", node, x, attribute("approximate", "tanh"));
    }
    String square = step("Mul", node, "square", List.of(x, x));
    String cubic = step("Mul", node, "cubic", List.of(square, number(node, "a", SLOPE * CUBE)));
    String factor = step("Add", node, "factor", List.of(cubic, number(node, "b", SLOPE)));
    String inner = step("Mul", node, "inner", List.of(x, factor));
    return halves(node, x, step("Tanh", node, "tanh", List.of(inner)));
  }

  /** {@code x (1 + bent) / 2}. */
  private String halves(Node node, String x, String bent) {
    String raised = step("Add", node, "raised", List.of(bent, number(node, "one", 1)));
    String twice = step("Mul", node, "twice", List.of(x, raised));
    List<String> inputs = List.of(twice, number(node, "half", 0.5));
    return graph.node("Mul", node.name(), inputs, tensors.nameFor(node));
  }

  private String gated(Node node, String x, String gate) {
    return graph.node("Mul", node.name(), List.of(x, gate), tensors.nameFor(node));
  }

  private String number(Node node, String name, double value) {
    return graph.scalar(node.name() + "/" + name, (float) value);
  }

  private String step(
      String operator, Node node, String name, List<String> inputs, AttributeProto... attributes) {
    String full = node.name() + "/" + name;
    return graph.node(operator, full, inputs, full, attributes);
  }

  private String operator(String operator, Node node, String x, AttributeProto... attributes) {
    return graph.node(operator, node.name(), List.of(x), tensors.nameFor(node), attributes);
  }
}
