package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Convolutions and their transposes, over rows or over planes. */
final class ConvolutionOperators {
  private ConvolutionOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("Conv", ConvolutionOperators::convolution);
    known.put("ConvTranspose", ConvolutionOperators::transposed);
  }

  private static void convolution(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    Constant weight = weight(op, in, x);
    int[] kernel = kernel(op, weight);
    int groups = groups(op, weight, weight.dim(0));
    requireChannels(x, Math.multiplyExact(weight.dim(1), groups));
    Window window = Windows.of(op, x.dims(), kernel);
    Layer layer = new Convolution(x.dim(0), weight.dim(0), window, groups, op.hasInput(2));
    in.put(op, finish(op, in, x, weight, layer));
  }

  private static Constant weight(Op op, Reading in, View x) {
    Constant weight = in.constant(op, 1);
    if (weight.rank() != x.rank() + 1 || weight.rank() < 3) {
      throw new UnsupportedNodeException(
          "weights of rank " + weight.rank() + " do not fit an input of rank " + (x.rank() + 1));
    }
    if (weight.size() == 0) {
      throw new UnsupportedNodeException("its weights are empty");
    }
    return weight;
  }

  private static int[] kernel(Op op, Constant weight) {
    int[] kernel = Arrays.copyOfRange(weight.dims(), 2, weight.rank());
    if (op.has("kernel_shape")
        && !Arrays.equals(kernel, Windows.list(op, "kernel_shape", kernel.length, 1))) {
      throw new UnsupportedNodeException(
          "its kernel_shape is not that of its weights, " + Arrays.toString(weight.dims()));
    }
    return kernel;
  }

  private static int groups(Op op, Constant weight, int dealt) {
    int groups = op.integer("group", 1, 1, Integer.MAX_VALUE);
    if (dealt % groups != 0) {
      throw new UnsupportedNodeException(
          groups + " groups do not fit weights of " + Arrays.toString(weight.dims()));
    }
    return groups;
  }

  private static void requireChannels(View x, int channels) {
    if (x.dim(0) != channels) {
      throw new UnsupportedNodeException(
          "its weights are for " + channels + " channels, its input has " + x.dim(0));
    }
  }

  private static View finish(Op op, Reading in, View x, Constant weight, Layer layer) {
    Optional<Constant> bias = in.optionalConstant(op, 2);
    int node = in.net().add(op.name(), layer, x.node());
    var shape = in.net().shape(node);
    in.net().weight(node, "weight", plane(weight.dims()), weight.floats());
    if (bias.isPresent()) {
      float[] values = bias.get().floats();
      if (values.length != shape.channels()) {
        throw new UnsupportedNodeException(
            values.length + " biases do not fit " + shape.channels() + " channels");
      }
      in.net().weight(node, "bias", new int[] {values.length}, values);
    }
    return x.rank() == 2
        ? View.of(node, shape, shape.channels(), shape.height())
        : View.of(node, shape, shape.channels(), shape.height(), shape.width());
  }

  /** Kernels over one axis are one column wide. */
  private static int[] plane(int[] dims) {
    return dims.length == 4 ? dims : new int[] {dims[0], dims[1], dims[2], 1};
  }

  private static void transposed(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    Constant weight = weight(op, in, x);
    int[] kernel = kernel(op, weight);
    int groups = groups(op, weight, weight.dim(0));
    requireChannels(x, weight.dim(0));
    int axes = kernel.length;
    int[] strides = Windows.list(op, "strides", axes, 1);
    int[] dilations = Windows.list(op, "dilations", axes, 1);
    int[] open = Windows.list(op, "output_padding", axes, 0);
    int[] pads = transposedPads(op, x, kernel, strides, dilations, open);
    Layer layer =
        new TransposedConvolution(
            x.dim(0),
            Math.multiplyExact(weight.dim(1), groups),
            Windows.window(kernel, strides, pads, dilations),
            open[0],
            axes == 2 ? open[1] : 0,
            groups,
            op.hasInput(2));
    in.put(op, finish(op, in, x, weight, layer));
  }

  /** What must be cut off so that the output has the size that is asked for. */
  private static int[] transposedPads(
      Op op, View x, int[] kernel, int[] strides, int[] dilations, int[] open) {
    int axes = kernel.length;
    String auto = op.text("auto_pad", "NOTSET");
    boolean same = auto.startsWith("SAME");
    if (!op.has("output_shape") && !same) {
      return auto.equals("VALID") ? new int[2 * axes] : Windows.list(op, "pads", 2 * axes, 0);
    }
    int[] sizes = Windows.list(op, "output_shape", axes, 0);
    int[] pads = new int[2 * axes];
    for (int i = 0; i < axes; i++) {
      int size = x.dim(i + 1);
      long wanted = op.has("output_shape") ? sizes[i] : (long) size * strides[i];
      long full = strides[i] * (size - 1L) + open[i] + (kernel[i] - 1L) * dilations[i] + 1;
      int total = Math.toIntExact(full - wanted);
      if (total < 0) {
        throw new UnsupportedNodeException("its output would be larger than its kernel reaches");
      }
      int small = total / 2;
      boolean upper = auto.equals("SAME_UPPER");
      pads[i] = upper ? small : total - small;
      pads[i + axes] = upper ? total - small : small;
    }
    return pads;
  }
}
