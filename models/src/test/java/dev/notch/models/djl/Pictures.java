package dev.notch.models.djl;

import dev.notch.models.graph.Shape;

/** Small helpers for batches of pictures. */
final class Pictures {
  private Pictures() {}

  /** Channels-first pictures as channels-last ones. */
  static double[] nhwc(double[] nchw, Shape shape) {
    double[] out = new double[nchw.length];
    int area = shape.height() * shape.width();
    int size = area * shape.channels();
    for (int i = 0; i < nchw.length; i++) {
      int rest = i % size;
      out[i / size * size + rest % area * shape.channels() + rest / area] = nchw[i];
    }
    return out;
  }

  /** Largest difference over the largest value. */
  static double error(double[] expected, double[] actual) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return worst / largest;
  }
}
