package dev.notch.models.onnx.read;

import dev.notch.models.graph.Window;
import java.util.Arrays;

/** Kernels, strides, paddings and dilations of operators; a single axis is taken as rows. */
final class Windows {
  private static final int LARGEST = 1 << 20;

  private Windows() {}

  /**
   * The window of an operator.
   *
   * @param dims of its input, channels first
   * @param kernel height and width, or height alone
   */
  static Window of(Op op, int[] dims, int[] kernel) {
    int axes = dims.length - 1;
    if (kernel.length != axes || axes < 1 || axes > 2) {
      throw new UnsupportedNodeException(
          "a kernel of " + Arrays.toString(kernel) + " does not fit rank " + (dims.length + 1));
    }
    int[] strides = list(op, "strides", axes, 1);
    int[] dilations = list(op, "dilations", axes, 1);
    int[] pads = pads(op, dims, kernel, strides, dilations);
    return window(kernel, strides, pads, dilations);
  }

  static Window window(int[] kernel, int[] strides, int[] pads, int[] dilations) {
    boolean plane = kernel.length == 2;
    return new Window(
        kernel[0],
        plane ? kernel[1] : 1,
        strides[0],
        plane ? strides[1] : 1,
        pads[0],
        plane ? pads[1] : 0,
        plane ? pads[2] : pads[1],
        plane ? pads[3] : 0,
        dilations[0],
        plane ? dilations[1] : 1);
  }

  /** The kernel that is given as an attribute. */
  static int[] kernel(Op op, int axes) {
    if (!op.has("kernel_shape")) {
      throw new UnsupportedNodeException("has no kernel_shape");
    }
    return list(op, "kernel_shape", axes, 1);
  }

  /** An attribute of one number each axis. */
  static int[] list(Op op, String attribute, int count, int otherwise) {
    long[] given = op.integers(attribute).orElse(new long[0]);
    int[] values = new int[count];
    Arrays.fill(values, otherwise);
    if (given.length > 0) {
      if (given.length != count) {
        throw new UnsupportedNodeException(attribute + " should be " + count + " numbers");
      }
      for (int i = 0; i < count; i++) {
        if (given[i] < 0 || given[i] > LARGEST) {
          throw new UnsupportedNodeException(attribute + " cannot be " + given[i]);
        }
        values[i] = (int) given[i];
      }
    }
    return values;
  }

  private static int[] pads(Op op, int[] dims, int[] kernel, int[] strides, int[] dilations) {
    int axes = kernel.length;
    String auto = op.text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET", "" -> {
        return list(op, "pads", 2 * axes, 0);
      }
      case "VALID" -> {
        return new int[2 * axes];
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        int[] pads = new int[2 * axes];
        for (int i = 0; i < axes; i++) {
          int total = total(dims[i + 1], kernel[i], strides[i], dilations[i]);
          int small = total / 2;
          boolean upper = auto.equals("SAME_UPPER");
          pads[i] = upper ? small : total - small;
          pads[i + axes] = upper ? total - small : small;
        }
        return pads;
      }
      default ->
          throw new UnsupportedNodeException("auto_pad " + Text.shown(auto) + " is not known");
    }
  }

  private static int total(int size, int kernel, int stride, int dilation) {
    if (stride < 1) {
      throw new UnsupportedNodeException("strides cannot be " + stride);
    }
    int positions = (size - 1) / stride + 1;
    long extent = (long) (kernel - 1) * dilation + 1;
    return Math.toIntExact(Math.max(0, (positions - 1L) * stride + extent - size));
  }
}
