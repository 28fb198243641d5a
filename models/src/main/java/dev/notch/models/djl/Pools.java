package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Window;
import java.util.List;

/** Pooling on PyTorch, with the cases that DJL does not hand through. */
final class Pools {
  private static final Shape NONE = new Shape(0, 0);

  private Pools() {}

  static PtNDArray run(Pool pool, PtNDArray x) {
    return simple(pool) ? simple(pool, x) : general(pool, x);
  }

  private static boolean simple(Pool pool) {
    Window w = pool.window();
    return w.symmetric()
        && !w.dilated()
        && !pool.ceilMode()
        && 2 * w.padHeight() <= w.kernelHeight()
        && 2 * w.padWidth() <= w.kernelWidth();
  }

  private static PtNDArray simple(Pool pool, PtNDArray x) {
    Window w = pool.window();
    Shape kernel = new Shape(w.kernelHeight(), w.kernelWidth());
    Shape stride = new Shape(w.strideHeight(), w.strideWidth());
    Shape pad = new Shape(w.padHeight(), w.padWidth());
    return switch (pool.kind()) {
      case MAX -> JniUtils.maxPool(x, kernel, stride, pad, false);
      case AVERAGE -> {
        PtNDArray mean = JniUtils.avgPool(x, kernel, stride, pad, false, true);
        yield pool.countPadding() ? mean : mean.div(shareWithin(x, kernel, stride, pad));
      }
    };
  }

  /**
   * How much of each window lies within the map. JniUtils counts padding whatever it is asked for.
   */
  private static PtNDArray shareWithin(PtNDArray x, Shape kernel, Shape stride, Shape pad) {
    return JniUtils.avgPool(
        ones(x, x.getShape().get(2), x.getShape().get(3)), kernel, stride, pad, false, true);
  }

  private static PtNDArray ones(PtNDArray x, long height, long width) {
    return (PtNDArray) x.getManager().ones(new Shape(1, 1, height, width), x.getDataType());
  }

  /** Pads before pooling, by as much as the last windows reach beyond the map. */
  private static PtNDArray general(Pool pool, PtNDArray x) {
    boolean max = pool.kind() == Pool.Kind.MAX;
    dev.notch.models.graph.Shape out = outputShape(pool, x);
    long[] pads = pads(pool.window(), out, x.getShape());
    try (PtNDArray padded = JniUtils.pad(x, pads, max ? Double.NEGATIVE_INFINITY : 0)) {
      if (max) {
        return slide(pool, padded, out);
      }
      try (PtNDArray counted = counted(pool, x, pads);
          PtNDArray share = slide(pool, counted, out);
          PtNDArray mean = slide(pool, padded, out)) {
        return JniUtils.div(mean, share);
      }
    }
  }

  private static dev.notch.models.graph.Shape outputShape(Pool pool, PtNDArray x) {
    Shape s = x.getShape();
    return pool.outputShape(
        List.of(
            new dev.notch.models.graph.Shape(
                Math.toIntExact(s.get(1)), Math.toIntExact(s.get(2)), Math.toIntExact(s.get(3)))));
  }

  /** Left, right, top, bottom; negative where the last rows or columns are under no window. */
  private static long[] pads(Window w, dev.notch.models.graph.Shape out, Shape in) {
    int height = (out.height() - 1) * w.strideHeight() + w.extentHeight();
    int width = (out.width() - 1) * w.strideWidth() + w.extentWidth();
    return new long[] {
      w.padLeft(), width - in.get(3) - w.padLeft(), w.padTop(), height - in.get(2) - w.padTop()
    };
  }

  /** A padded map of ones where values count and zeros elsewhere. */
  private static PtNDArray counted(Pool pool, PtNDArray x, long[] pads) {
    Window w = pool.window();
    long height = x.getShape().get(2);
    long width = x.getShape().get(3);
    if (!pool.countPadding()) {
      try (PtNDArray ones = ones(x, height, width)) {
        return JniUtils.pad(ones, pads, 0);
      }
    }
    long[] rest = {0, pads[1] - w.padRight(), 0, pads[3] - w.padBottom()};
    height += w.padTop() + w.padBottom();
    width += w.padLeft() + w.padRight();
    try (PtNDArray ones = ones(x, height, width)) {
      return JniUtils.pad(ones, rest, 0);
    }
  }

  /** The largest or the mean value under each window of a padded map. */
  private static PtNDArray slide(Pool pool, PtNDArray x, dev.notch.models.graph.Shape out) {
    Window w = pool.window();
    boolean max = pool.kind() == Pool.Kind.MAX;
    if (w.dilated()) {
      return slideWithHoles(w, max, x, out);
    }
    Shape kernel = new Shape(w.kernelHeight(), w.kernelWidth());
    Shape stride = new Shape(w.strideHeight(), w.strideWidth());
    return max
        ? JniUtils.maxPool(x, kernel, stride, NONE, false)
        : JniUtils.avgPool(x, kernel, stride, NONE, false, true);
  }

  /** Position by position of the kernel; a sum serves as mean, since it is divided by another. */
  private static PtNDArray slideWithHoles(
      Window w, boolean max, PtNDArray x, dev.notch.models.graph.Shape out) {
    PtNDArray all = tap(w, 0, x, out);
    for (int position = 1; position < w.kernelArea(); position++) {
      try (PtNDArray before = all;
          PtNDArray next = tap(w, position, x, out)) {
        all = max ? JniUtils.max(before, next) : JniUtils.add(before, next);
      }
    }
    return all;
  }

  /** What lies under one position of the kernel, window by window. */
  private static PtNDArray tap(
      Window w, int position, PtNDArray x, dev.notch.models.graph.Shape out) {
    int top = position / w.kernelWidth() * w.dilationHeight();
    int left = position % w.kernelWidth() * w.dilationWidth();
    int bottom = top + (out.height() - 1) * w.strideHeight() + 1;
    int right = left + (out.width() - 1) * w.strideWidth() + 1;
    try (NDArray rows = JniUtils.slice(x, 2, top, bottom, w.strideHeight())) {
      return JniUtils.slice((PtNDArray) rows, 3, left, right, w.strideWidth());
    }
  }
}
