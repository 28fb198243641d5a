package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.f;
import static dev.notch.models.onnx.read.HandMade.floats;
import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static dev.notch.models.onnx.read.HandMade.s;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Elementwise operators, norms and matrix products, in all forms and versions that differ. */
final class ArithmeticForms {
  private static final int[] IMAGE = {4, 5, 6};
  private static final List<String> X = List.of("x");

  private final OperatorForms forms;

  private ArithmeticForms(OperatorForms forms) {
    this.forms = forms;
  }

  static void addTo(OperatorForms forms) {
    ArithmeticForms arithmetic = new ArithmeticForms(forms);
    arithmetic.withNumbers();
    arithmetic.withTensors();
    arithmetic.activations();
    arithmetic.clips();
    arithmetic.norms();
    arithmetic.products();
  }

  private void image(String name, int opset, Function<HandMade, String> build) {
    forms.add(name, opset, IMAGE, build);
  }

  private void vector(String name, int opset, Function<HandMade, String> build) {
    forms.add(name, opset, new int[] {6}, build);
  }

  private void rows(String name, int opset, Function<HandMade, String> build) {
    forms.add(name, opset, new int[] {5, 6}, build);
  }

  private void withNumbers() {
    for (String type : List.of("Add", "Sub", "Mul", "Div")) {
      int[][] shapes = {{}, {1}, {4, 1, 1}, {1, 4, 1, 1}, {6}, {4, 5, 6}, {5, 1}, {1, 1, 1, 1}};
      for (int[] shape : shapes) {
        String with = type + " " + Arrays.toString(shape);
        image(with, 13, g -> g.node(type, List.of("x", g.positive(shape))));
        image(with + " first", 7, g -> g.node(type, List.of(g.positive(shape), positive(g))));
      }
      vector(type + " of vectors", 13, g -> g.node(type, List.of("x", g.positive(6))));
      rows(type + " of rows", 13, g -> g.node(type, List.of("x", g.positive(6))));
    }
    for (double power : new double[] {0.5, 1, 2, 3, -1, 1.7}) {
      image("Pow " + power, 13, g -> g.node("Pow", List.of(positive(g), g.number(power))));
    }
    image("Pow per channel", 7, g -> g.node("Pow", List.of(positive(g), g.positive(4, 1, 1))));
    for (String type : List.of("Sqrt", "Reciprocal", "Neg")) {
      image(type, 7, g -> g.node(type, List.of(positive(g))));
    }
    for (String type : List.of("Max", "Min")) {
      image(type, 8, g -> g.node(type, List.of("x", g.number(0.3))));
      image(type + " first", 12, g -> g.node(type, List.of(g.constant(new int[] {1}, -0.3f), "x")));
    }
  }

  /** What divides and has roots. */
  private static String positive(HandMade g) {
    return g.node("Add", List.of(g.node("Sigmoid", X), g.number(0.5)));
  }

  private void withTensors() {
    for (String type : List.of("Add", "Sub", "Mul", "Div")) {
      image(type + " tensors", 13, g -> g.node(type, List.of("x", positive(g))));
      image(type + " gate", 13, g -> g.node(type, List.of("x", gate(g))));
      image(type + " gate first", 7, g -> g.node(type, List.of(gate(g), positive(g))));
      image(type + " plane", 13, g -> g.node(type, List.of("x", plane(g))));
    }
    for (String type : List.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual")) {
      image(type + " tensors", 13, g -> truth(g, type, "x", peaks(g)));
      image(type + " gate", 13, g -> truth(g, type, "x", gate(g)));
      image(type + " number", 13, g -> truth(g, type, "x", g.number(0.3)));
      image(type + " channels", 16, g -> truth(g, type, g.positive(4, 1, 1), "x"));
    }
    image("Sum", 8, g -> g.node("Sum", List.of("x", positive(g), g.node("Tanh", X))));
    image("Sum gate", 13, g -> g.node("Sum", List.of("x", gate(g), "x")));
    image("Sum one", 13, g -> g.node("Sum", X));
  }

  private static String peaks(HandMade g) {
    return g.node("MaxPool", X, ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1));
  }

  private static String truth(HandMade g, String type, String left, String right) {
    return g.node("Cast", List.of(g.node(type, List.of(left, right))), i("to", 1));
  }

  private static String gate(HandMade g) {
    return g.node("Sigmoid", List.of(g.node("GlobalAveragePool", X)));
  }

  /** One channel. */
  private static String plane(HandMade g) {
    return g.node("Sigmoid", List.of(g.node("Conv", List.of("x", g.weights(1, 4, 1, 1)))));
  }

  private void activations() {
    for (String type : List.of("Relu", "Sigmoid", "Tanh", "Softplus", "Elu", "LeakyRelu")) {
      image(type, 9, g -> g.node(type, X));
      rows(type + " of rows", 13, g -> g.node(type, X));
    }
    image("HardSigmoid", 7, g -> g.node("HardSigmoid", X));
    image(
        "HardSigmoid of 6", 14, g -> g.node("HardSigmoid", X, f("alpha", 1 / 6.0), f("beta", 0.5)));
    image("HardSwish", 14, g -> g.node("HardSwish", X));
    image("Mish", 18, g -> g.node("Mish", X));
    image("Gelu", 20, g -> g.node("Gelu", X));
    image("Gelu tanh", 20, g -> g.node("Gelu", X, s("approximate", "tanh")));
    image("LeakyRelu 0.2", 16, g -> g.node("LeakyRelu", X, f("alpha", 0.2)));
    image("Elu 0.7", 7, g -> g.node("Elu", X, f("alpha", 0.7)));
    for (int opset : new int[] {7, 9, 16}) {
      image("PRelu channels", opset, g -> g.node("PRelu", List.of("x", g.weights(4, 1, 1))));
      image("PRelu one", opset, g -> g.node("PRelu", List.of("x", g.weights(1))));
    }
    for (int axis = 1; axis < 4; axis++) {
      AttributeProto along = i("axis", axis);
      image("Softmax along " + axis, 13, g -> g.node("Softmax", X, along));
      image("Softmax from " + axis, 11, g -> g.node("Softmax", X, along));
    }
    image("Softmax last", 13, g -> g.node("Softmax", X));
    vector("Softmax of vectors", 7, g -> g.node("Softmax", X));
    vector("Softmax of vectors, last", 13, g -> g.node("Softmax", X, i("axis", -1)));
    vector("Dropout", 7, g -> g.node("Dropout", X, f("ratio", 0.3)));
    vector("Dropout mask", 10, g -> g.nodes("Dropout", 2, X).get(0));
    vector("Dropout ratio", 12, g -> g.node("Dropout", List.of("x", g.number(0.3))));
    vector("Dropout no ratio", 13, g -> g.node("Dropout", X));
    image("Identity", 13, g -> g.node("Identity", List.of(g.node("Relu", X))));
    image("Cast", 13, g -> g.node("Cast", List.of(g.node("Relu", X)), i("to", 1)));
  }

  private void clips() {
    image("Clip attributes", 7, g -> g.node("Clip", X, f("min", 0), f("max", 6)));
    image("Clip min", 10, g -> g.node("Clip", X, f("min", -0.5)));
    image("Clip nothing", 10, g -> g.node("Clip", X));
    for (int opset : new int[] {11, 12, 13}) {
      image("Clip", opset, g -> g.node("Clip", List.of("x", g.number(0), g.number(6))));
      image("Clip max", opset, g -> g.node("Clip", List.of("x", "", g.number(1))));
      image("Clip least", opset, g -> g.node("Clip", List.of("x", g.number(-0.25))));
    }
    image(
        "Clip computed bounds",
        13,
        g -> {
          String bound = g.node("Constant", List.of(), f("value_float", 1.5));
          String least = g.node("Neg", List.of(bound));
          return g.node("Clip", List.of("x", least, g.node("Identity", List.of(bound))));
        });
  }

  private String norm(HandMade g, String x, int channels, AttributeProto... attributes) {
    List<String> inputs =
        List.of(
            x,
            g.positive(channels),
            g.weights(channels),
            g.weights(channels),
            g.positive(channels));
    return g.node("BatchNormalization", inputs, attributes);
  }

  private void norms() {
    for (int opset : new int[] {7, 9, 14, 15}) {
      image("BatchNormalization", opset, g -> norm(g, "x", 4));
      image(
          "BatchNormalization after Conv",
          opset,
          g -> norm(g, g.node("Conv", List.of("x", g.weights(3, 4, 3, 3))), 3, f("epsilon", 1e-3)));
    }
    vector("BatchNormalization of vectors", 9, g -> norm(g, "x", 6, f("momentum", 0.99)));
    rows("BatchNormalization of rows", 15, g -> norm(g, "x", 5));
    image(
        "InstanceNormalization",
        9,
        g -> g.node("InstanceNormalization", List.of("x", g.positive(4), g.weights(4))));
    image(
        "GroupNormalization",
        21,
        g ->
            g.node(
                "GroupNormalization",
                List.of("x", g.positive(4), g.weights(4)),
                i("num_groups", 2)));
    rows(
        "LayerNormalization",
        17,
        g -> g.node("LayerNormalization", List.of("x", g.positive(6), g.weights(6))));
    image(
        "LayerNormalization of all",
        17,
        g -> g.node("LayerNormalization", List.of("x", g.positive(4, 5, 6)), i("axis", 1)));
  }

  private void products() {
    for (int opset : new int[] {7, 9, 11, 13}) {
      vector("Gemm", opset, g -> g.node("Gemm", List.of("x", g.weights(6, 3), g.weights(3))));
      vector(
          "Gemm transB",
          opset,
          g -> g.node("Gemm", List.of("x", g.weights(3, 6), g.weights(1, 3)), i("transB", 1)));
    }
    vector("Gemm without C", 11, g -> g.node("Gemm", List.of("x", g.weights(6, 3))));
    vector(
        "Gemm factors",
        13,
        g ->
            g.node(
                "Gemm",
                List.of("x", g.weights(6, 3), g.weights(1)),
                f("alpha", 0.5),
                f("beta", 2)));
    vector("Gemm of number", 13, g -> g.node("Gemm", List.of("x", g.weights(6, 3), g.number(2))));
    vector(
        "MatMul and Add",
        9,
        g -> g.node("Add", List.of(g.node("MatMul", List.of("x", g.weights(6, 3))), g.weights(3))));
    rows("MatMul of rows", 13, g -> g.node("MatMul", List.of("x", g.weights(6, 3))));
    image("MatMul of planes", 13, g -> g.node("MatMul", List.of("x", g.weights(6, 3))));
    rows("MatMul first", 13, g -> g.node("MatMul", List.of(g.weights(3, 5), "x")));
    rows("MatMul matrices", 9, g -> g.node("MatMul", List.of("x", g.weights(1, 6, 2))));
    image(
        "MatMul of itself",
        13,
        g -> {
          AttributeProto last = HandMade.ints("perm", 0, 1, 3, 2);
          return g.node("MatMul", List.of("x", g.node("Transpose", X, last)));
        });
    vector(
        "Constant forms",
        13,
        g -> {
          String six = g.node("Constant", List.of(), floats("value_floats", 1, 2, 3, 4, 5, 6));
          return g.node("Add", List.of("x", g.node("Sqrt", List.of(six))));
        });
  }
}
