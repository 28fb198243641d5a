package dev.notch.models.weights;

import java.util.Arrays;

/**
 * Numbers in row-major order with their shape. The array is not copied: whoever makes a tensor
 * gives its data away.
 */
public record Tensor(int[] shape, float[] data) {

  public Tensor {
    if (data.length != size(shape)) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + Arrays.toString(shape)
              + " needs "
              + size(shape)
              + " values, got "
              + data.length);
    }
  }

  /** Number of values of a shape. */
  public static int size(int... shape) {
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
