package dev.notch.compressor.reconstruction;

/**
 * Least squares for many right-hand sides, with a ridge: rows {@code y} of known values, rows
 * {@code r} of what should follow from them, and {@code D} that makes {@code |r - D y|^2 + ridge
 * |D|^2} small. Solved by Cholesky's decomposition, in double precision.
 */
final class Ridge {
  /** Keeps the pivots of values that never change above zero, as a share of the mean square. */
  private static final double LEAST = 1e-9;

  private final double[][] squares;
  private final double[][] products;
  private final int known;
  private final int wanted;

  /**
   * @param known values in each row {@code y}
   * @param wanted values in each row {@code r}
   */
  Ridge(int known, int wanted) {
    this.known = known;
    this.wanted = wanted;
    this.squares = new double[known][known];
    this.products = new double[known][wanted];
  }

  void add(double[] y, double[] r) {
    for (int i = 0; i < known; i++) {
      double value = y[i];
      if (value != 0) {
        addScaled(squares[i], y, value, i + 1);
        addScaled(products[i], r, value, wanted);
      }
    }
  }

  /**
   * The coefficients, known x wanted. To be called once: the sums are used up.
   *
   * @param ridge as a share of the mean square of the known values
   */
  double[][] solve(double ridge) {
    double trace = 0;
    for (int i = 0; i < known; i++) {
      trace += squares[i][i];
    }
    double mean = trace / known;
    for (int i = 0; i < known; i++) {
      squares[i][i] += Math.max(ridge * mean, Double.MIN_NORMAL);
    }
    decompose(LEAST * mean + Double.MIN_NORMAL);
    for (int i = 0; i < known; i++) {
      for (int j = 0; j < i; j++) {
        addScaled(products[i], products[j], -squares[i][j], wanted);
      }
      scale(products[i], 1 / squares[i][i]);
    }
    for (int i = known - 1; i >= 0; i--) {
      for (int j = i + 1; j < known; j++) {
        addScaled(products[i], products[j], -squares[j][i], wanted);
      }
      scale(products[i], 1 / squares[i][i]);
    }
    return products;
  }

  private void decompose(double least) {
    for (int i = 0; i < known; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = squares[i][j];
        for (int k = 0; k < j; k++) {
          sum -= squares[i][k] * squares[j][k];
        }
        squares[i][j] = i == j ? Math.sqrt(Math.max(sum, least)) : sum / squares[j][j];
      }
    }
  }

  private static void addScaled(double[] to, double[] from, double factor, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += factor * from[i];
    }
  }

  private static void scale(double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }
}
