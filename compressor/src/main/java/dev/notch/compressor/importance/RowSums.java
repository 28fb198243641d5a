package dev.notch.compressor.importance;

import dev.notch.models.weights.Tensor;

/** Sums over all values of a tensor that belong to one output channel, its first axis. */
final class RowSums {
  private RowSums() {}

  /** What one value contributes. */
  interface Term {
    double of(int index, double value);
  }

  static double[] of(Tensor tensor, Term term) {
    double[] sums = new double[tensor.shape()[0]];
    int row = tensor.data().length / sums.length;
    for (int i = 0; i < tensor.data().length; i++) {
      sums[i / row] += term.of(i, tensor.data()[i]);
    }
    return sums;
  }

  static double[] add(double[] left, double[] right) {
    double[] sums = left.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += right[i];
    }
    return sums;
  }
}
