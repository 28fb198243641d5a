package dev.notch.models.onnx.read;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Numbers that do not depend on the image. Whole numbers and truth values are longs, all others
 * floats. Those stored in the file are unpacked anew whenever they are asked for, so that large
 * weights are in memory once.
 */
final class Constant implements Value {
  private final int[] dims;
  private final boolean whole;
  private final Supplier<Object> data;

  private Constant(int[] dims, boolean whole, Supplier<Object> data) {
    this.dims = dims.clone();
    this.whole = whole;
    this.data = data;
  }

  /** Numbers that are fetched when they are needed: a float[], or a long[] if they are whole. */
  static Constant stored(int[] dims, boolean whole, Supplier<Object> data) {
    return new Constant(dims, whole, data);
  }

  static Constant of(int[] dims, float... values) {
    return new Constant(dims, false, () -> values);
  }

  static Constant of(int[] dims, long... values) {
    return new Constant(dims, true, () -> values);
  }

  /** A list of whole numbers. */
  static Constant list(long... values) {
    return of(new int[] {values.length}, values);
  }

  /** The same numbers with other dimensions, as many in all. */
  Constant withDims(int... other) {
    if (Budget.size(longs(other)) != size()) {
      throw new UnsupportedNodeException(
          "cannot bring " + Arrays.toString(dims) + " to " + Arrays.toString(other));
    }
    return new Constant(other, whole, data);
  }

  int[] dims() {
    return dims.clone();
  }

  int rank() {
    return dims.length;
  }

  int dim(int axis) {
    return dims[axis];
  }

  int size() {
    return (int) Budget.size(longs(dims));
  }

  /** Whether the numbers are whole. */
  boolean whole() {
    return whole;
  }

  /** The numbers, row by row; not to be written to. */
  float[] floats() {
    Object values = data.get();
    if (values instanceof float[] floats) {
      return floats;
    }
    long[] whole = (long[]) values;
    float[] floats = new float[whole.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = whole[i];
    }
    return floats;
  }

  /** The numbers, row by row, rounded towards zero; not to be written to. */
  long[] longs() {
    Object values = data.get();
    if (values instanceof long[] longs) {
      return longs;
    }
    float[] floats = (float[]) values;
    long[] longs = new long[floats.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) floats[i];
    }
    return longs;
  }

  /** Whether all numbers are the same, as one number is. */
  boolean uniform() {
    float[] values = floats();
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return values.length > 0;
  }

  private static long[] longs(int[] dims) {
    return Arrays.stream(dims).asLongStream().toArray();
  }
}
