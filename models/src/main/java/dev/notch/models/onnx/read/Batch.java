package dev.notch.models.onnx.read;

/**
 * The first dimension of every tensor. Whatever the file calls it, one prime number that no honest
 * dimension is a multiple of stands for it while shapes are computed, so that what becomes of it
 * can be followed.
 */
final class Batch {
  /** The largest prime below 2^31 - 1. */
  static final long SIZE = 2_147_483_629L;

  private Batch() {}

  /** Whether a number was computed from the size of the batch. */
  static boolean isIn(long number) {
    return number != 0 && number % SIZE == 0;
  }

  static boolean isIn(long[] numbers) {
    for (long number : numbers) {
      if (isIn(number)) {
        return true;
      }
    }
    return false;
  }
}
