package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Softmax;
import java.util.Map;

/** Elementwise functions, softmax and dropout. */
final class ActivationOperators {
  static final int SOFTMAX_OF_ONE_AXIS = 13;

  private ActivationOperators() {}

  static void register(Map<String, Operator> known) {
    plain(known, "Relu", Function.RELU);
    plain(known, "Sigmoid", Function.SIGMOID);
    plain(known, "Tanh", Function.TANH);
    plain(known, "Softplus", Function.SOFTPLUS);
    plain(known, "Mish", Function.MISH);
    plain(known, "HardSwish", Function.HARD_SWISH);
    known.put("Clip", ActivationOperators::clip);
    known.put("LeakyRelu", (op, in) -> leaky(op, in, op.number("alpha", 0.01f)));
    known.put(
        "Elu", (op, in) -> put(op, in, new Activation(Function.ELU, op.number("alpha", 1), 0)));
    known.put("HardSigmoid", ActivationOperators::hardSigmoid);
    known.put("PRelu", ActivationOperators::prelu);
    known.put("Gelu", ActivationOperators::gelu);
    known.put("Swish", ActivationOperators::swish);
    known.put("Erf", ActivationOperators::erf);
    known.put("Softmax", ActivationOperators::softmax);
    known.put("Dropout", ActivationOperators::dropout);
  }

  private static void plain(Map<String, Operator> known, String type, Function function) {
    known.put(type, (op, in) -> put(op, in, new Activation(function)));
  }

  private static void put(Op op, Reading in, Layer layer) {
    in.put(op, in.elementwise(op, layer, in.tensor(op, 0)));
  }

  private static void clip(Op op, Reading in) {
    double min = in.number(op, "min", 1).map(Float::doubleValue).orElse(Double.NEGATIVE_INFINITY);
    double max = in.number(op, "max", 2).map(Float::doubleValue).orElse(Double.POSITIVE_INFINITY);
    limit(op, in, in.tensor(op, 0), min, max);
  }

  /** Values between two bounds, by the name that this has for common ones. */
  static void limit(Op op, Reading in, View x, double min, double max) {
    double least = min <= -Float.MAX_VALUE ? Double.NEGATIVE_INFINITY : min;
    double most = max >= Float.MAX_VALUE ? Double.POSITIVE_INFINITY : max;
    if (Double.isInfinite(least) && Double.isInfinite(most) && least < most) {
      in.put(op, x);
      return;
    }
    double[] before = bounds(in.net().layer(x.node()));
    double lower = Math.max(least, before[0]);
    double upper = Math.min(most, before[1]);
    boolean clipped = !Double.isInfinite(before[0]) || !Double.isInfinite(before[1]);
    boolean together = clipped && lower < upper;
    View from = together ? x.withNode(in.net().input(x.node())) : x;
    in.put(op, in.elementwise(op, together ? clip(lower, upper) : clip(least, most), from));
  }

  /** What a layer keeps its values between. */
  private static double[] bounds(Layer layer) {
    if (layer instanceof Activation a) {
      return switch (a.function()) {
        case RELU -> new double[] {0, Double.POSITIVE_INFINITY};
        case RELU6 -> new double[] {0, 6};
        case CLIP -> new double[] {a.a(), a.b()};
        default -> new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
      };
    }
    return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
  }

  private static Layer clip(double least, double most) {
    if (least == 0 && most == 6) {
      return new Activation(Function.RELU6);
    }
    return least == 0 && most == Double.POSITIVE_INFINITY
        ? new Activation(Function.RELU)
        : new Activation(Function.CLIP, least, most);
  }

  private static void leaky(Op op, Reading in, float slope) {
    put(op, in, new Activation(Function.LEAKY_RELU, slope, 0));
  }

  private static void hardSigmoid(Op op, Reading in) {
    double alpha = op.number("alpha", 0.2f);
    put(op, in, new Activation(Function.HARD_SIGMOID, alpha, op.number("beta", 0.5f)));
  }

  private static void gelu(Op op, Reading in) {
    boolean tanh = op.text("approximate", "none").equals("tanh");
    put(op, in, new Activation(tanh ? Function.GELU_TANH : Function.GELU));
  }

  private static void swish(Op op, Reading in) {
    if (op.number("alpha", 1) != 1) {
      throw new UnsupportedNodeException("is only known with alpha 1");
    }
    put(op, in, new Activation(Function.SILU));
  }

  private static void erf(Op op, Reading in) {
    View x = in.tensor(op, 0);
    in.put(op, x.withNode(in.recognition().errorFunction(op, x.node())));
  }

  private static void prelu(Op op, Reading in) {
    View x = in.tensor(op, 0);
    Constant slope = in.constant(op, 1);
    float[] values = slope.floats();
    if (slope.uniform()) {
      in.put(op, in.elementwise(op, new Activation(Function.LEAKY_RELU, values[0], 0), x));
      return;
    }
    PerChannel found =
        PerChannel.of(in, x, slope)
            .orElseThrow(() -> new UnsupportedNodeException("has not one slope a channel"));
    View result = in.elementwise(op, new PRelu(values.length), found.tensor());
    in.net().weight(result.node(), "weight", new int[] {values.length}, values);
    in.put(op, result);
  }

  private static void softmax(Op op, Reading in) {
    View x = in.tensor(op, 0);
    boolean single = op.opset() >= SOFTMAX_OF_ONE_AXIS;
    int axis = Reading.axis(op.integer("axis", single ? -1 : 1), x.rank());
    if (!single) {
      in.put(op, together(op, in, x, axis));
    } else {
      in.put(op, along(op, in, x, axis));
    }
  }

  private static View along(Op op, Reading in, View x, int axis) {
    if (x.axes().isPresent() && x.axes().get()[axis] == 0) {
      return in.elementwise(op, new Softmax(), x);
    }
    View settled = in.net().settled(x);
    if (axis == 0) {
      return in.elementwise(op, new Softmax(), settled);
    }
    return in.net()
        .addView(
            op.name(), x.dims(), new FreeSoftmax(Assembly.list(x.dims()), axis), settled.node());
  }

  /** As in old versions: over all axes from that one on. */
  private static View together(Op op, Reading in, View x, int axis) {
    int[] dims = x.dims();
    int[] joined = new int[axis + 1];
    System.arraycopy(dims, 0, joined, 0, axis);
    joined[axis] = 1;
    for (int i = axis; i < dims.length; i++) {
      joined[axis] = Math.multiplyExact(joined[axis], dims[i]);
    }
    if (joined[axis] == dims[axis]) {
      return along(op, in, x, axis);
    }
    View view = ArrangingOperators.reshaped(in, x, joined, op.name() + ".joined");
    return ArrangingOperators.reshaped(in, along(op, in, view, axis), dims, op.name() + ".split");
  }

  private static void dropout(Op op, Reading in) {
    in.requireUnread(op, 1);
    View x = in.tensor(op, 0);
    double rate = in.number(op, "ratio", 1).orElse(0.5f);
    boolean training = in.number(op, "training_mode", 2).filter(mode -> mode != 0).isPresent();
    if (training && rate != 0) {
      throw new UnsupportedNodeException("drops values at inference; export in evaluation mode");
    }
    boolean usable = rate > 0 && rate < 1;
    in.put(op, usable ? in.elementwise(op, new Dropout(rate, false), x) : x);
  }
}
