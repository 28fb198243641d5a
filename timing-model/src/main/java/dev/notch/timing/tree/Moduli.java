package dev.notch.timing.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * The multiples worth asking about, found in the data: every modulus that enough rows are multiples
 * of and enough are not. Of moduli that the same rows are multiples of the smallest stands for all.
 */
final class Moduli {
  /** No hardware is known that counts in larger units than these. */
  private static final int LARGEST = 256;

  /** A histogram of larger values would be mostly empty. */
  private static final int LARGEST_VALUE = 1 << 16;

  private Moduli() {}

  /**
   * @param values of a variable; none is found if one is not a whole number from 0
   * @param least rows that a modulus needs on either side
   */
  static int[] of(double[] values, int least) {
    int[] histogram = histogram(values);
    List<Integer> found = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int modulus = 2; modulus <= LARGEST && modulus < histogram.length; modulus++) {
      int count = 0;
      for (int value = 0; value < histogram.length; value += modulus) {
        count += histogram[value];
      }
      if (count >= least
          && values.length - count >= least
          && !known(modulus, count, found, counts)) {
        found.add(modulus);
        counts.add(count);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean known(int modulus, int count, List<Integer> found, List<Integer> counts) {
    for (int i = 0; i < found.size(); i++) {
      if (modulus % found.get(i) == 0 && counts.get(i) == count) {
        return true;
      }
    }
    return false;
  }

  private static int[] histogram(double[] values) {
    double largest = 0;
    for (double value : values) {
      if (!(value >= 0) || value != Math.rint(value) || value > LARGEST_VALUE) {
        return new int[0];
      }
      largest = Math.max(largest, value);
    }
    int[] histogram = new int[(int) largest + 1];
    for (double value : values) {
      histogram[(int) value]++;
    }
    return histogram;
  }
}
