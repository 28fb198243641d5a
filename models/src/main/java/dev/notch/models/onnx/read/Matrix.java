package dev.notch.models.onnx.read;

import java.util.Arrays;

/**
 * Weights of a linear layer.
 *
 * @param values a row for each output
 */
record Matrix(int out, int in, float[] values) {

  /**
   * @param rows whether each output has a row, not a column
   * @param factor what all weights are multiplied by
   */
  static Matrix of(Reading reading, Constant constant, boolean rows, float factor) {
    if (constant.rank() != 2 || constant.size() == 0) {
      throw new UnsupportedNodeException(
          "its weights are no matrix but " + Arrays.toString(constant.dims()));
    }
    int out = constant.dim(rows ? 0 : 1);
    int in = constant.dim(rows ? 1 : 0);
    float[] values = constant.floats();
    if (rows && factor == 1) {
      return new Matrix(out, in, values);
    }
    float[] turned = new float[reading.budget().spend((long) values.length)];
    for (int i = 0; i < out; i++) {
      for (int j = 0; j < in; j++) {
        turned[i * in + j] = values[rows ? i * in + j : j * out + i] * factor;
      }
    }
    return new Matrix(out, in, turned);
  }

  /** For an input of which value i now lies at {@code places[i]}. */
  Matrix reordered(Budget budget, int[] places) {
    float[] moved = new float[budget.spend((long) values.length)];
    for (int i = 0; i < out; i++) {
      for (int j = 0; j < in; j++) {
        moved[i * in + places[j]] = values[i * in + j];
      }
    }
    return new Matrix(out, in, moved);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matrix that
        && out == that.out
        && in == that.in
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Matrix " + out + "x" + in;
  }
}
