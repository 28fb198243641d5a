package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Operators that arrange, choose, join and reduce, in all forms and versions that differ. */
final class ShapeForms {
  private static final int[] IMAGE = {4, 6, 5};
  private static final List<String> X = List.of("x");

  private final OperatorForms forms;

  private ShapeForms(OperatorForms forms) {
    this.forms = forms;
  }

  static void addTo(OperatorForms forms) {
    ShapeForms shapes = new ShapeForms(forms);
    shapes.reshapes();
    shapes.axes();
    shapes.splits();
    shapes.slices();
    shapes.joins();
    shapes.reductions();
    shapes.computed();
  }

  private void image(String name, int opset, Function<HandMade, String> build) {
    forms.add(name, opset, IMAGE, build);
  }

  /** Something behind it, so that what is arranged has to be in order. */
  private static String scaled(HandMade g, String x, int last) {
    return g.node("MatMul", List.of(x, g.weights(last, 3)));
  }

  private void reshapes() {
    long[][] targets = {
      {0, -1}, {-1, 120}, {0, 4, -1}, {0, 0, 30}, {0, 2, 2, 6, 5}, {-1, 24, 5, 1}
    };
    for (long[] target : targets) {
      String name = "Reshape " + Arrays.toString(target);
      image(name, 7, g -> g.node("Reshape", List.of("x", g.longs(target))));
    }
    image(
        "Reshape allowzero",
        14,
        g -> g.node("Reshape", List.of("x", g.longs(-1, 120)), i("allowzero", 1)));
    image(
        "Reshape mixes",
        13,
        g -> scaled(g, g.node("Reshape", List.of(turned(g), g.longs(0, 8, 15))), 15));
    for (int axis : new int[] {1, -3}) {
      image("Flatten " + axis, 11 + (axis < 0 ? 2 : 0), g -> g.node("Flatten", X, i("axis", axis)));
    }
    image(
        "Flatten",
        9,
        g -> g.node("Gemm", List.of(g.node("Flatten", X), g.weights(120, 3), g.weights(3))));
    image(
        "Flatten turned",
        9,
        g ->
            g.node(
                "Gemm",
                List.of(g.node("Flatten", List.of(turned(g))), g.weights(120, 3), g.weights(3))));
    long[][] orders = {{0, 2, 3, 1}, {0, 3, 1, 2}, {0, 1, 3, 2}, {0, 3, 2, 1}};
    for (long[] order : orders) {
      String name = "Transpose " + Arrays.toString(order);
      image(name, 13, g -> g.node("Transpose", X, ints("perm", order)));
    }
    image(
        "Transpose there and back",
        9,
        g ->
            g.node(
                "Transpose",
                List.of(g.node("Relu", List.of(turned(g)))),
                ints("perm", 0, 3, 1, 2)));
  }

  private static String turned(HandMade g) {
    return g.node("Transpose", X, ints("perm", 0, 2, 3, 1));
  }

  private void axes() {
    image("Squeeze attribute", 7, g -> g.node("Squeeze", List.of(pool(g)), ints("axes", 2, 3)));
    image("Squeeze from behind", 11, g -> g.node("Squeeze", List.of(pool(g)), ints("axes", -1)));
    image("Squeeze input", 13, g -> g.node("Squeeze", List.of(pool(g), g.longs(2, 3))));
    image("Unsqueeze attribute", 7, g -> g.node("Unsqueeze", X, ints("axes", 1, 5)));
    image("Unsqueeze input", 13, g -> g.node("Unsqueeze", List.of("x", g.longs(-1, 2))));
    image(
        "Unsqueeze gate",
        13,
        g -> {
          String vector = g.node("Squeeze", List.of(pool(g), g.longs(2, 3)));
          String gate =
              g.node("Unsqueeze", List.of(g.node("Tanh", List.of(vector)), g.longs(2, 3)));
          return g.node("Mul", List.of("x", gate));
        });
  }

  private static String pool(HandMade g) {
    return g.node("GlobalAveragePool", X);
  }

  /** The parts in another order. */
  private static String joined(HandMade g, List<String> parts, int axis) {
    List<String> turned = new ArrayList<>(parts);
    Collections.reverse(turned);
    turned.set(0, g.node("Relu", List.of(turned.get(0))));
    return g.node("Concat", turned, i("axis", axis));
  }

  private void splits() {
    for (int axis = 1; axis < 3; axis++) {
      AttributeProto along = i("axis", axis);
      int a = axis;
      String name = " along " + axis;
      image("Split equal" + name, 7, g -> joined(g, g.nodes("Split", 2, X, along), a));
      AttributeProto uneven = ints("split", axis == 1 ? 1 : 3, 3);
      image("Split uneven" + name, 11, g -> joined(g, g.nodes("Split", 2, X, along, uneven), a));
      image(
          "Split input" + name,
          13,
          g -> joined(g, g.nodes("Split", 2, List.of("x", g.longs(axisSplit(a))), along), a));
      image("Split no input" + name, 13, g -> joined(g, g.nodes("Split", 2, X, along), a));
      image(
          "Split outputs" + name,
          18,
          g -> joined(g, g.nodes("Split", 2, X, along, i("num_outputs", 2)), a));
    }
    image(
        "Split outputs, last shorter",
        18,
        g -> joined(g, g.nodes("Split", 3, X, i("axis", -1), i("num_outputs", 3)), 3));
    image("Split unread", 13, g -> g.nodes("Split", 2, X, i("axis", 1)).get(1));
  }

  private static long[] axisSplit(int axis) {
    return axis == 1 ? new long[] {3, 1} : new long[] {2, 4};
  }

  private void slices() {
    image(
        "Slice attributes",
        9,
        g -> g.node("Slice", X, ints("axes", 1), ints("starts", 1), ints("ends", 3)));
    image(
        "Slice no axes",
        9,
        g -> g.node("Slice", X, ints("starts", 0, 1), ints("ends", 1 << 30, 3)));
    for (int opset : new int[] {10, 11, 13}) {
      image(
          "Slice inputs",
          opset,
          g -> g.node("Slice", List.of("x", g.longs(0, -4), g.longs(3, -1), g.longs(1, 2))));
      image(
          "Slice steps",
          opset,
          g ->
              g.node(
                  "Slice",
                  List.of("x", g.longs(1, 0), g.longs(99, 99), g.longs(-2, -1), g.longs(2, 3))));
    }
    image(
        "Slice channels by steps",
        13,
        g ->
            g.node(
                "Slice",
                List.of("x", g.longs(0), g.longs(Long.MAX_VALUE), g.longs(1), g.longs(2))));
    image("Gather one", 13, g -> g.node("Gather", List.of("x", g.index(2)), i("axis", 1)));
    image("Gather from behind", 11, g -> g.node("Gather", List.of("x", g.index(-1)), i("axis", 3)));
    image("Gather some", 9, g -> g.node("Gather", List.of("x", g.longs(3, 0, 1)), i("axis", 1)));
    image("Gather rows", 13, g -> g.node("Gather", List.of("x", g.longs(1, 1)), i("axis", 2)));
  }

  private void joins() {
    for (int axis : new int[] {1, 2, 3, -1, -3}) {
      image(
          "Concat " + axis,
          11,
          g -> g.node("Concat", List.of("x", g.node("Tanh", X), "x"), i("axis", axis)));
    }
    image("Concat one", 7, g -> g.node("Concat", List.of(g.node("Tanh", X)), i("axis", 1)));
    image(
        "Concat of pools",
        13,
        g -> g.node("Concat", List.of(pool(g), g.node("GlobalMaxPool", X)), i("axis", 1)));
    image(
        "Expand",
        13,
        g -> g.node("Sigmoid", List.of(g.node("Expand", List.of(pool(g), g.longs(1, 4, 6, 5))))));
    image(
        "Expand for Mul",
        8,
        g -> g.node("Mul", List.of("x", g.node("Expand", List.of(pool(g), g.longs(1, 4, 6, 5))))));
  }

  private void reductions() {
    for (String type : List.of("ReduceMean", "ReduceMax", "ReduceSum")) {
      boolean sum = type.equals("ReduceSum");
      long[][] axes = {{2, 3}, {-1, -2}, {1}, {3}, {1, 2, 3}};
      for (long[] of : axes) {
        String name = type + " " + Arrays.toString(of);
        for (int keep = 0; keep < 2; keep++) {
          AttributeProto kept = i("keepdims", keep);
          image(name + " keepdims " + keep, 11, g -> g.node(type, X, ints("axes", of), kept));
          image(
              name + " input keepdims " + keep,
              sum ? 13 : 18,
              g -> g.node(type, List.of("x", g.longs(of)), kept));
        }
      }
    }
    image("ReduceMean default", 13, g -> g.node("ReduceMean", X, ints("axes", 2, 3)));
    image("ReduceL2", 13, g -> g.node("ReduceL2", X, ints("axes", 1)));
    image(
        "ReduceMean of no axes",
        18,
        g -> g.node("Relu", List.of(g.node("ReduceMean", X, i("noop_with_empty_axes", 1)))));
  }

  private void computed() {
    for (int opset : new int[] {9, 11, 13}) {
      image("Reshape to computed shape", opset, g -> computedShape(g, opset));
    }
    image(
        "Shape from to",
        15,
        g -> {
          String batch = g.node("Shape", X, i("start", 0), i("end", 1));
          String to = g.node("Concat", List.of(batch, g.longs(-1)), i("axis", 0));
          return g.node("Reshape", List.of("x", to));
        });
    image(
        "Resize to computed size",
        13,
        g -> {
          String shape = g.node("Shape", X);
          String front = g.node("Slice", List.of(shape, g.longs(0), g.longs(2)));
          String twice =
              g.node(
                  "Mul",
                  List.of(g.node("Slice", List.of(shape, g.longs(2), g.longs(4))), g.longs(2)));
          String sizes = g.node("Concat", List.of(front, twice), i("axis", 0));
          return g.node("Resize", List.of("x", "", "", sizes), HandMade.s("mode", "nearest"));
        });
    image(
        "Range",
        13,
        g -> {
          String numbers = g.node("Range", List.of(g.number(0), g.number(5), g.number(1)));
          return g.node("Add", List.of("x", g.node("Unsqueeze", List.of(numbers, g.longs(0, 1)))));
        });
    image(
        "ConstantOfShape",
        9,
        g -> g.node("Add", List.of("x", g.node("ConstantOfShape", List.of(g.longs(4, 1, 1))))));
    image(
        "ConstantOfShape of the batch",
        13,
        g -> {
          String zeros = g.node("ConstantOfShape", List.of(g.node("Shape", X)));
          return g.node("Concat", List.of("x", zeros), i("axis", 1));
        });
  }

  /** As PyTorch spells {@code x.view(x.size(0), -1)} and {@code x.view(n, c * h, w)}. */
  private static String computedShape(HandMade g, int opset) {
    String shape = g.node("Shape", X);
    String batch = unsqueezed(g, opset, g.node("Gather", List.of(shape, g.index(0))));
    String channels = g.node("Gather", List.of(shape, g.index(1)));
    String height = g.node("Gather", List.of(shape, g.index(2)));
    String product = unsqueezed(g, opset, g.node("Mul", List.of(channels, height)));
    String to = g.node("Concat", List.of(batch, product, g.longs(-1)), i("axis", 0));
    return g.node("Reshape", List.of("x", to));
  }

  private static String unsqueezed(HandMade g, int opset, String x) {
    return opset < 13
        ? g.node("Unsqueeze", List.of(x), ints("axes", 0))
        : g.node("Unsqueeze", List.of(x, g.longs(0)));
  }
}
