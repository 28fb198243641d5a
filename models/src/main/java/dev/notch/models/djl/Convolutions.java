package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Window;

/** Convolutions on PyTorch, with the cases that DJL does not hand through. */
final class Convolutions {
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape NONE = new Shape(0, 0);

  private Convolutions() {}

  static PtNDArray run(Convolution c, LayerParameters parameters, PtNDArray x) {
    Window w = c.window();
    if (w.symmetric()) {
      return convolve(x, parameters, w, new Shape(w.padHeight(), w.padWidth()), c.groups());
    }
    long[] pads = {w.padLeft(), w.padRight(), w.padTop(), w.padBottom()};
    try (PtNDArray padded = JniUtils.pad(x, pads, 0)) {
      return convolve(padded, parameters, w, NONE, c.groups());
    }
  }

  private static PtNDArray convolve(
      PtNDArray x, LayerParameters parameters, Window w, Shape pad, int groups) {
    return JniUtils.convolution(
        x,
        parameters.weight(),
        parameters.bias(),
        new Shape(w.strideHeight(), w.strideWidth()),
        pad,
        new Shape(w.dilationHeight(), w.dilationWidth()),
        groups);
  }

  /**
   * By a convolution: the input with zeros between its values, padded by what the kernel reaches
   * less the padding, under the flipped kernel.
   */
  static PtNDArray run(TransposedConvolution t, LayerParameters parameters, PtNDArray x) {
    Window w = t.window();
    try (PtNDArray spread = spread(t, x);
        PtNDArray kernel = flipped(t, parameters.weight(), x)) {
      Shape dilation = new Shape(w.dilationHeight(), w.dilationWidth());
      return JniUtils.convolution(
          spread, kernel, parameters.bias(), ONE, NONE, dilation, t.groups());
    }
  }

  private static PtNDArray spread(TransposedConvolution t, PtNDArray x) {
    Shape s = x.getShape();
    Window w = t.window();
    long rows = s.get(2);
    long columns = s.get(3);
    int down = w.strideHeight();
    int right = w.strideWidth();
    long[] holes = {0, right - 1, 0, 0, 0, down - 1};
    try (NDArray view = x.reshape(s.get(0), s.get(1), rows, 1, columns, 1);
        PtNDArray holed = JniUtils.pad((PtNDArray) view, holes, 0);
        NDArray map = holed.reshape(s.get(0), s.get(1), rows * down, columns * right)) {
      return JniUtils.pad((PtNDArray) map, pads(t), 0);
    }
  }

  /** Left, right, top, bottom; the zeros behind the last value are taken off again. */
  private static long[] pads(TransposedConvolution t) {
    Window w = t.window();
    int height = w.extentHeight() - 1;
    int width = w.extentWidth() - 1;
    return new long[] {
      width - w.padLeft(),
      width - w.padRight() + t.outputPadWidth() - (w.strideWidth() - 1),
      height - w.padTop(),
      height - w.padBottom() + t.outputPadHeight() - (w.strideHeight() - 1)
    };
  }

  /** The kernel of the convolution: out x in/groups, upside down. */
  private static PtNDArray flipped(TransposedConvolution t, PtNDArray weight, PtNDArray x) {
    long rows = t.window().kernelHeight();
    long columns = t.window().kernelWidth();
    long in = t.in() / t.groups();
    long out = t.out() / t.groups();
    try (NDArray grouped = weight.reshape(t.groups(), in, out, rows, columns);
        NDArray swapped = grouped.transpose(0, 2, 1, 3, 4);
        NDArray kernel = swapped.reshape(t.out(), in, rows, columns)) {
      PtNDArray flipped = JniUtils.flip((PtNDArray) kernel, new long[] {2, 3});
      flipped.attach(x.getManager());
      return flipped;
    }
  }
}
