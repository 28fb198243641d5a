package dev.notch.timing.tree;

import java.util.Arrays;

/**
 * Non-negative least squares from normal equations: minimises x'Gx - 2b'x over x >= 0 for a
 * symmetric positive semi-definite G. Lawson and Hanson's active-set method (Solving Least Squares
 * Problems, 1974, chapter 23), started from a guess of the positive set that coordinate descent
 * refines: with hundreds of columns only the last few exchanges need a factorisation.
 */
public final class Nnls {
  /** Added to the scaled diagonal, so that columns that repeat each other have one solution. */
  private static final double RIDGE = 1e-9;

  private static final int SWEEPS = 50;

  private final int size;
  private final double[][] gram;
  private final double[] right;
  private final double[] scale;
  private final boolean[] positive;
  private final boolean[] barred;
  private final double[] x;

  private Nnls(double[][] gram, double[] right, double[] guess) {
    size = right.length;
    scale = new double[size];
    this.gram = new double[size][size];
    this.right = new double[size];
    for (int i = 0; i < size; i++) {
      scale[i] = gram[i][i] > 0 ? 1 / Math.sqrt(gram[i][i]) : 0;
    }
    x = new double[size];
    for (int i = 0; i < size; i++) {
      this.right[i] = right[i] * scale[i];
      x[i] = scale[i] == 0 ? 0 : Math.max(0, guess[i]) / scale[i];
      for (int j = 0; j < size; j++) {
        this.gram[i][j] = gram[i][j] * scale[i] * scale[j];
      }
      this.gram[i][i] = 1 + RIDGE;
    }
    positive = new boolean[size];
    barred = new boolean[size];
  }

  /** The solution for G and b. */
  public static double[] solve(double[][] gram, double[] right) {
    return solve(gram, right, new double[right.length]);
  }

  /**
   * The solution for G and b.
   *
   * @param guess where to start; a good one saves time and changes nothing else
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static double[] solve(double[][] gram, double[] right, double[] guess) {
    if (gram.length != right.length || guess.length != right.length) {
      throw new IllegalArgumentException(
          "sizes " + gram.length + ", " + right.length + " and " + guess.length + " do not fit");
    }
    return new Nnls(gram, right, guess).run();
  }

  private double[] run() {
    descend();
    for (int i = 0; i < size; i++) {
      positive[i] = x[i] > 0;
    }
    settle();
    for (int entering = mostWanted(); entering >= 0; entering = mostWanted()) {
      positive[entering] = true;
      settle();
      if (x[entering] == 0) {
        barred[entering] = true; // its slope was rounding: it may not come back for ever
      }
    }
    double[] result = new double[size];
    for (int i = 0; i < size; i++) {
      result[i] = x[i] * scale[i];
    }
    return result;
  }

  private void descend() {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < size; i++) {
        if (scale[i] > 0) {
          x[i] = Math.max(0, x[i] + slope(i));
        }
      }
    }
  }

  /** Half the downhill slope of column i, whose scaled diagonal is 1. */
  private double slope(int i) {
    double sum = right[i];
    double[] row = gram[i];
    for (int j = 0; j < size; j++) {
      sum -= row[j] * x[j];
    }
    return sum;
  }

  private int mostWanted() {
    double largest = 1e-9 * (1 + Arrays.stream(right).map(Math::abs).max().orElse(0));
    int wanted = -1;
    for (int i = 0; i < size; i++) {
      if (!positive[i] && !barred[i] && scale[i] > 0 && slope(i) > largest) {
        largest = slope(i);
        wanted = i;
      }
    }
    return wanted;
  }

  /** Moves to the optimum over the positive set, dropping what would become negative on the way. */
  private void settle() {
    for (int blocked = 0; blocked >= 0; ) {
      double[] target = optimum();
      double step = 1;
      blocked = -1;
      for (int i = 0; i < size; i++) {
        if (positive[i] && target[i] <= 0 && x[i] / (x[i] - target[i]) <= step) {
          step = x[i] / (x[i] - target[i]);
          blocked = i;
        }
      }
      for (int i = 0; i < size; i++) {
        x[i] = positive[i] ? Math.max(0, x[i] + step * (target[i] - x[i])) : 0;
      }
      if (blocked >= 0) {
        positive[blocked] = false;
        x[blocked] = 0;
      }
    }
  }

  /** Least squares over the positive set, by Cholesky's factorisation. */
  private double[] optimum() {
    int[] set = new int[size];
    double[][] factor = new double[size][];
    double[] half = new double[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (positive[i]) {
        double[] row = new double[count + 1];
        row[count] = Math.sqrt(Math.max(eliminate(row, i, set, factor, count), RIDGE * RIDGE));
        half[count] = (right[i] - dot(row, half, count)) / row[count];
        factor[count] = row;
        set[count++] = i;
      }
    }
    return backSubstitute(set, factor, half, count);
  }

  private double eliminate(double[] row, int i, int[] set, double[][] factor, int count) {
    for (int k = 0; k < count; k++) {
      row[k] = (gram[i][set[k]] - dot(factor[k], row, k)) / factor[k][k];
    }
    return gram[i][i] - dot(row, row, count);
  }

  private double[] backSubstitute(int[] set, double[][] factor, double[] half, int count) {
    double[] target = new double[size];
    for (int i = count - 1; i >= 0; i--) {
      double value = half[i];
      for (int k = i + 1; k < count; k++) {
        value -= factor[k][i] * target[set[k]];
      }
      target[set[i]] = value / factor[i][i];
    }
    return target;
  }

  private static double dot(double[] a, double[] b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
