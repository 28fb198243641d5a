package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Normalisations. */
final class NormOperators {
  private static final String[] BATCH_NORM_PARTS = {
    "weight", "bias", "running_mean", "running_var"
  };

  private NormOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("BatchNormalization", NormOperators::batchNorm);
    known.put("LRN", NormOperators::localResponseNorm);
    known.put("LayerNormalization", NormOperators::layerNorm);
    known.put("InstanceNormalization", NormOperators::instanceNorm);
    known.put("GroupNormalization", NormOperators::groupNorm);
  }

  private static void batchNorm(Op op, Reading in) {
    in.requireUnread(op, 1);
    if (op.integer("training_mode", 0) != 0) {
      throw new UnsupportedNodeException("is in training mode; export in evaluation mode");
    }
    View given = in.tensor(op, 0);
    if (given.rank() < 1) {
      throw new UnsupportedNodeException("its input has no channels");
    }
    View x =
        given.channelDim().filter(channel -> channel == 0).isPresent()
            ? given
            : in.net().settled(given);
    int channels = x.shape().channels();
    float[][] parts = new float[BATCH_NORM_PARTS.length][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = channelwise(in.constant(op, i + 1), channels);
    }
    float epsilon = op.number("epsilon", 1e-5f);
    in.put(op, epsilon > 0 ? normalized(op, in, x, parts, epsilon) : scaled(op, in, x, parts));
  }

  private static float[] channelwise(Constant constant, int channels) {
    float[] values = constant.floats();
    if (values.length != channels) {
      throw new UnsupportedNodeException(
          values.length + " parameters do not fit " + channels + " channels");
    }
    return values;
  }

  private static View normalized(Op op, Reading in, View x, float[][] parts, float epsilon) {
    int channels = x.shape().channels();
    float momentum = 1 - op.number("momentum", 0.9f);
    double usable = momentum > 0 && momentum <= 1 ? decimal(momentum) : 0.1;
    View result = in.elementwise(op, new BatchNorm(channels, decimal(epsilon), usable), x);
    for (int i = 0; i < parts.length; i++) {
      in.net().weight(result.node(), BATCH_NORM_PARTS[i], new int[] {channels}, parts[i]);
    }
    return result;
  }

  /** The short decimal number that was meant: files have floats, the network doubles. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static View scaled(Op op, Reading in, View x, float[][] parts) {
    float[] factors = new float[parts[0].length];
    float[] shifts = new float[factors.length];
    for (int c = 0; c < factors.length; c++) {
      double factor = parts[0][c] / Math.sqrt(parts[3][c]);
      factors[c] = (float) factor;
      shifts[c] = (float) (parts[1][c] - parts[2][c] * factor);
    }
    return ArithmeticOperators.perChannel(op, in, x, factors, Optional.of(shifts));
  }

  private static void localResponseNorm(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    int size = op.integer("size", 1, 1, 1 << 20);
    double alpha = decimal(op.number("alpha", 1e-4f));
    double beta = decimal(op.number("beta", 0.75f));
    double bias = decimal(op.number("bias", 1));
    in.put(op, in.elementwise(op, new LocalResponseNorm(size, alpha, beta, bias), x));
  }

  private static void layerNorm(Op op, Reading in) {
    in.requireUnread(op, 1);
    View x = in.net().settled(in.tensor(op, 0));
    int axis = Reading.axis(op.integer("axis", -1), x.rank());
    int[] dims = x.dims();
    int[] normalized = Arrays.copyOfRange(dims, axis, dims.length);
    int size = in.budget().spend(Grid.longs(normalized));
    float[] weight = fitting(in.constant(op, 1), size);
    float[] bias =
        in.optionalConstant(op, 2).map(c -> fitting(c, size)).orElseGet(() -> new float[size]);
    in.put(op, normalized(op, in, x, axis, op.number("epsilon", 1e-5f), weight, bias));
  }

  private static float[] fitting(Constant constant, int size) {
    float[] values = constant.floats();
    if (values.length == 1 && size > 1) {
      float[] filled = new float[size];
      Arrays.fill(filled, values[0]);
      return filled;
    }
    if (values.length != size) {
      throw new UnsupportedNodeException(values.length + " parameters do not fit " + size);
    }
    return values;
  }

  private static View normalized(
      Op op, Reading in, View x, int axis, float epsilon, float[] weight, float[] bias) {
    int[] dims = x.dims();
    LayerNorm layer = new LayerNorm(Assembly.list(dims), axis, decimal(epsilon));
    View result = in.net().addView(op.name(), dims, layer, x.node());
    int[] normalized = Arrays.copyOfRange(dims, axis, dims.length);
    in.net().weight(result.node(), "weight", normalized, weight);
    in.net().weight(result.node(), "bias", normalized, bias);
    return result;
  }

  private static void instanceNorm(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    grouped(op, in, x, x.dim(0));
  }

  private static void groupNorm(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    int groups = op.integer("num_groups", 0, 1, x.dim(0));
    if (x.dim(0) % groups != 0) {
      throw new UnsupportedNodeException(groups + " groups do not fit " + x.dim(0) + " channels");
    }
    grouped(op, in, x, groups);
  }

  /** Brings groups of channels to mean 0 and variance 1, then scales each channel. */
  private static void grouped(Op op, Reading in, View x, int groups) {
    int channels = x.dim(0);
    int size = Math.toIntExact(x.shape().size() / groups);
    float[] ones = new float[in.budget().spend((long) size)];
    Arrays.fill(ones, 1);
    View rows = ArrangingOperators.reshaped(in, x, new int[] {groups, size}, op.name() + ".groups");
    View settled = in.net().settled(rows);
    View normal =
        normalized(op, in, settled, 1, op.number("epsilon", 1e-5f), ones, new float[ones.length]);
    View back =
        in.net().settled(ArrangingOperators.reshaped(in, normal, x.dims(), op.name() + ".map"));
    float[] factors = perChannel(in.constant(op, 1), channels, groups);
    float[] shifts = perChannel(in.constant(op, 2), channels, groups);
    in.put(op, ArithmeticOperators.perChannel(op, in, back, factors, Optional.of(shifts)));
  }

  /** Up to opset 20 groups have parameters, later channels do. */
  private static float[] perChannel(Constant constant, int channels, int groups) {
    float[] values = constant.floats();
    if (values.length != groups) {
      return channelwise(constant, channels);
    }
    float[] all = new float[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = values[c / (channels / groups)];
    }
    return all;
  }
}
