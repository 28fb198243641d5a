package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.f;
import static dev.notch.models.onnx.read.HandMade.floats;
import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static dev.notch.models.onnx.read.HandMade.s;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import java.util.function.Function;

/** Operators that slide windows or resample, in all forms and versions that differ. */
final class WindowForms {
  private static final int[] IMAGE = {4, 7, 10};
  private static final int[] ROW = {4, 11};
  private static final List<String> X = List.of("x");

  private final OperatorForms forms;

  private WindowForms(OperatorForms forms) {
    this.forms = forms;
  }

  static void addTo(OperatorForms forms) {
    WindowForms windows = new WindowForms(forms);
    windows.convolutions();
    windows.transposed();
    windows.pools();
    windows.resizes();
    windows.paddings();
  }

  private void image(String name, int opset, Function<HandMade, String> build) {
    forms.add(name, opset, IMAGE, build);
  }

  private void row(String name, int opset, Function<HandMade, String> build) {
    forms.add(name, opset, ROW, build);
  }

  private void conv(String name, int opset, int[] weight, AttributeProto... attributes) {
    image(name, opset, g -> g.node("Conv", List.of("x", g.weights(weight)), attributes));
  }

  private void convolutions() {
    int[] square = {6, 4, 3, 3};
    conv("Conv pads", 7, square, ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1));
    conv("Conv uneven pads", 11, square, ints("pads", 0, 1, 2, 3), ints("strides", 2, 1));
    conv("Conv dilated", 11, square, ints("dilations", 2, 3), ints("pads", 2, 3, 2, 3));
    conv("Conv same upper", 11, square, s("auto_pad", "SAME_UPPER"), ints("strides", 2, 2));
    conv("Conv same lower", 11, square, s("auto_pad", "SAME_LOWER"), ints("strides", 2, 2));
    conv("Conv same even", 13, new int[] {6, 4, 2, 4}, s("auto_pad", "SAME_UPPER"));
    conv("Conv same even lower", 22, new int[] {6, 4, 2, 4}, s("auto_pad", "SAME_LOWER"));
    conv("Conv same strides 3", 11, square, s("auto_pad", "SAME_UPPER"), ints("strides", 3, 3));
    conv("Conv valid", 11, square, s("auto_pad", "VALID"));
    conv("Conv notset", 11, square, s("auto_pad", "NOTSET"), ints("pads", 1, 0, 1, 0));
    conv("Conv grouped", 11, new int[] {6, 2, 3, 3}, i("group", 2));
    conv("Conv multiplier", 11, new int[] {12, 1, 3, 3}, i("group", 4));
    image("Conv bias", 11, g -> g.node("Conv", List.of("x", g.weights(6, 4, 1, 1), g.weights(6))));
    image("Conv empty bias", 11, g -> g.node("Conv", List.of("x", g.weights(6, 4, 1, 1), "")));
    row("Conv row", 11, g -> g.node("Conv", List.of("x", g.weights(6, 4, 3)), ints("pads", 2, 1)));
    row(
        "Conv row same",
        11,
        g ->
            g.node(
                "Conv",
                List.of("x", g.weights(6, 2, 4), g.weights(6)),
                s("auto_pad", "SAME_LOWER"),
                ints("strides", 2),
                i("group", 2)));
  }

  private void turned(String name, int opset, int[] weight, AttributeProto... attributes) {
    image(name, opset, g -> g.node("ConvTranspose", List.of("x", g.weights(weight)), attributes));
  }

  private void transposed() {
    int[] square = {4, 3, 3, 3};
    turned("ConvTranspose plain", 7, square, ints("kernel_shape", 3, 3));
    turned("ConvTranspose strides", 11, square, ints("strides", 2, 3), ints("pads", 1, 0, 0, 1));
    turned(
        "ConvTranspose open",
        11,
        square,
        ints("strides", 2, 2),
        ints("pads", 1, 1, 1, 1),
        ints("output_padding", 1, 1));
    turned("ConvTranspose dilated", 11, square, ints("dilations", 2, 1), ints("strides", 1, 2));
    turned("ConvTranspose grouped", 11, new int[] {4, 2, 2, 2}, i("group", 2));
    turned("ConvTranspose valid", 11, square, s("auto_pad", "VALID"), ints("strides", 2, 2));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER")) {
      turned("ConvTranspose " + auto, 11, square, s("auto_pad", auto), ints("strides", 2, 2));
      turned(
          "ConvTranspose shape " + auto,
          11,
          square,
          s("auto_pad", auto),
          ints("strides", 2, 2),
          ints("output_shape", 14, 20));
    }
    turned("ConvTranspose shape", 11, square, ints("strides", 2, 2), ints("output_shape", 14, 20));
    turned(
        "ConvTranspose shape open",
        11,
        square,
        ints("strides", 2, 2),
        ints("output_padding", 1, 1),
        ints("output_shape", 14, 20));
    row(
        "ConvTranspose row",
        11,
        g ->
            g.node(
                "ConvTranspose",
                List.of("x", g.weights(4, 3, 3), g.weights(3)),
                ints("strides", 2),
                ints("output_padding", 1)));
  }

  private void pools() {
    AttributeProto three = ints("kernel_shape", 3, 3);
    AttributeProto two = ints("strides", 2, 2);
    AttributeProto pads = ints("pads", 1, 0, 1, 2);
    for (String type : List.of("MaxPool", "AveragePool")) {
      image(type, 7, g -> g.node(type, X, three, two));
      image(type + " pads", 8, g -> g.node(type, X, three, two, pads));
      image(type + " ceil", 10, g -> g.node(type, X, three, two, i("ceil_mode", 1)));
      image(type + " ceil pads", 11, g -> g.node(type, X, three, two, pads, i("ceil_mode", 1)));
      for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
        image(type + " " + auto, 12, g -> g.node(type, X, three, two, s("auto_pad", auto)));
      }
      row(type + " row", 11, g -> g.node(type, X, ints("kernel_shape", 3), ints("pads", 1, 0)));
    }
    AttributeProto count = i("count_include_pad", 1);
    image("AveragePool count", 7, g -> g.node("AveragePool", X, three, two, pads, count));
    image(
        "AveragePool count ceil",
        19,
        g ->
            g.node(
                "AveragePool", X, three, two, ints("pads", 1, 1, 1, 1), count, i("ceil_mode", 1)));
    image("AveragePool dilated", 19, g -> g.node("AveragePool", X, three, ints("dilations", 2, 2)));
    image("MaxPool dilated", 10, g -> g.node("MaxPool", X, three, ints("dilations", 2, 3)));
    for (String type : List.of("GlobalAveragePool", "GlobalMaxPool")) {
      image(type, 9, g -> g.node(type, X));
      row(type + " row", 9, g -> g.node(type, X));
    }
    image("LRN", 9, g -> g.node("LRN", X, i("size", 3), f("alpha", 0.3), f("bias", 1.5)));
    image("LRN wide", 13, g -> g.node("LRN", X, i("size", 5), f("alpha", 0.1), f("beta", 0.5)));
  }

  private void resize(String name, int opset, AttributeProto... attributes) {
    image(
        name,
        opset,
        g ->
            g.node(
                "Resize",
                List.of("x", region(g, opset), g.constant(new int[] {4}, 1, 1, 2, 1.5f)),
                attributes));
    image(
        name + " sizes",
        opset,
        g ->
            g.node(
                "Resize",
                List.of("x", region(g, opset), region(g, opset), g.longs(2, 4, 9, 13)),
                attributes));
  }

  /** Before opset 13 inputs in between cannot be left out, only be empty. */
  private static String region(HandMade g, int opset) {
    return opset < 13 ? g.constant(new int[] {0}) : "";
  }

  private void resizes() {
    AttributeProto nearest = s("mode", "nearest");
    AttributeProto linear = s("mode", "linear");
    for (AttributeProto mode : List.of(nearest, linear)) {
      String name = mode.getS().toStringUtf8();
      image(
          "Upsample 7 " + name, 7, g -> g.node("Upsample", X, mode, floats("scales", 1, 1, 2, 3)));
      for (String type : List.of("Upsample", "Resize")) {
        image(
            type + " scales " + name,
            type.equals("Resize") ? 10 : 9,
            g -> g.node(type, List.of("x", g.constant(new int[] {4}, 1, 1, 2, 1.5f)), mode));
      }
      for (String how :
          List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
        resize("Resize " + name + " " + how, 11, mode, s("coordinate_transformation_mode", how));
      }
    }
    for (String how : List.of("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")) {
      AttributeProto asymmetric = s("coordinate_transformation_mode", "asymmetric");
      resize("Resize " + how, 13, nearest, s("nearest_mode", how), asymmetric);
    }
    image(
        "Resize axes",
        18,
        g -> g.node("Resize", List.of("x", "", "", g.longs(9, 5)), linear, ints("axes", 2, 3)));
    image(
        "Resize scales axes",
        19,
        g ->
            g.node(
                "Resize",
                List.of("x", "", g.constant(new int[] {2}, 3, 2)),
                nearest,
                ints("axes", -1, -2)));
    row(
        "Resize row",
        13,
        g -> g.node("Resize", List.of("x", "", g.constant(new int[] {3}, 1, 1, 2)), linear));
  }

  private void paddings() {
    AttributeProto sides = ints("pads", 0, 0, 1, 2, 0, 0, 3, 0);
    for (String mode : List.of("constant", "reflect", "edge")) {
      image("Pad 2 " + mode, 10, g -> g.node("Pad", X, s("mode", mode), sides));
      for (int opset : new int[] {11, 13}) {
        image(
            "Pad " + mode + " " + opset,
            opset,
            g -> g.node("Pad", List.of("x", g.longs(0, 0, 1, 2, 0, 0, 3, 0)), s("mode", mode)));
      }
    }
    image("Pad 2 value", 7, g -> g.node("Pad", X, sides, f("value", 0.7)));
    image(
        "Pad value",
        11,
        g -> g.node("Pad", List.of("x", g.longs(0, 0, 1, 2, 0, 0, 3, 0), g.number(2))));
    image(
        "Pad axes", 18, g -> g.node("Pad", List.of("x", g.longs(1, 2, 0, 1), "", g.longs(-1, 2))));
    image("Pad crop", 13, g -> g.node("Pad", List.of("x", g.longs(0, 0, -1, 2, 0, 0, 1, -3))));
    image("Pad channels", 13, g -> g.node("Pad", List.of("x", g.longs(0, 1, 0, 1, 0, 2, 0, 0))));
    image("DepthToSpace", 9, g -> g.node("DepthToSpace", X, i("blocksize", 2)));
    for (String mode : List.of("DCR", "CRD")) {
      image(
          "DepthToSpace " + mode,
          11,
          g -> g.node("DepthToSpace", X, i("blocksize", 2), s("mode", mode)));
    }
    forms.add(
        "SpaceToDepth", 9, new int[] {3, 4, 6}, g -> g.node("SpaceToDepth", X, i("blocksize", 2)));
  }
}
