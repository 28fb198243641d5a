package dev.notch.models.onnx.read;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Numbers picked out of constants by place. */
final class Grid {
  private Grid() {}

  /** How far apart neighbours along each axis are. */
  static int[] strides(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  static long[] longs(int... dims) {
    return Arrays.stream(dims).asLongStream().toArray();
  }

  /** A constant with these dimensions, of which each number is the one at that place of another. */
  static Constant pick(Budget budget, Constant from, int[] dims, IntUnaryOperator place) {
    int size = budget.spend(longs(dims));
    if (from.whole()) {
      long[] source = from.longs();
      long[] values = new long[size];
      Arrays.setAll(values, i -> source[place.applyAsInt(i)]);
      return Constant.of(dims, values);
    }
    float[] source = from.floats();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = source[place.applyAsInt(i)];
    }
    return Constant.of(dims, values);
  }

  /**
   * Places in a tensor in which a step along axis i of the result is {@code steps[i]} far, from
   * {@code begin} on.
   */
  static IntUnaryOperator walk(int[] dims, int begin, int[] steps) {
    int[] strides = strides(dims);
    return index -> {
      int place = begin;
      int rest = index;
      for (int i = 0; i < dims.length; i++) {
        place += rest / strides[i] * steps[i];
        rest %= strides[i];
      }
      return place;
    };
  }

  /** The strides of a tensor that is repeated to fill others; 0 where it is. */
  static int[] broadcastSteps(int[] from, int[] to) {
    int[] strides = strides(from);
    int[] steps = new int[to.length];
    int shift = to.length - from.length;
    for (int i = 0; i < from.length; i++) {
      steps[i + shift] = from[i] == 1 ? 0 : strides[i];
    }
    return steps;
  }

  /** The dimensions of both, each repeated where it has length 1 or no axis. */
  static int[] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      int left = fromEnd(a, rank - i);
      int right = fromEnd(b, rank - i);
      if (left != right && left != 1 && right != 1) {
        throw new UnsupportedNodeException(
            "cannot broadcast " + Arrays.toString(a) + " and " + Arrays.toString(b));
      }
      dims[i] = left == 1 ? right : left;
    }
    return dims;
  }

  private static int fromEnd(int[] dims, int place) {
    return place > dims.length ? 1 : dims[dims.length - place];
  }

  /** An axis counted from the front; negative ones count from the end. */
  static int axis(long axis, int rank) {
    long place = axis < 0 ? axis + rank : axis;
    if (place < 0 || place >= rank) {
      throw new UnsupportedNodeException("has no axis " + axis + " in rank " + rank);
    }
    return (int) place;
  }
}
