package dev.notch.timing.tree;

/** Non-negative least squares by trying every set of columns with Gaussian elimination. */
final class BruteForce {

  private BruteForce() {}

  /** The smallest sum of squares over all x >= 0. */
  static double leastError(double[][] a, double[] y) {
    int columns = a[0].length;
    double best = Double.POSITIVE_INFINITY;
    for (int mask = 0; mask < 1 << columns; mask++) {
      double[] x = solve(a, y, mask);
      boolean feasible = true;
      for (double v : x) {
        feasible &= v >= 0;
      }
      if (feasible) {
        best = Math.min(best, error(a, y, x));
      }
    }
    return best;
  }

  static double error(double[][] a, double[] y, double[] x) {
    double sum = 0;
    for (int r = 0; r < a.length; r++) {
      double off = -y[r];
      for (int c = 0; c < x.length; c++) {
        off += a[r][c] * x[c];
      }
      sum += off * off;
    }
    return sum;
  }

  private static double[] solve(double[][] a, double[] y, int mask) {
    int columns = a[0].length;
    int[] set =
        java.util.stream.IntStream.range(0, columns).filter(i -> (mask >> i & 1) == 1).toArray();
    int n = set.length;
    double[][] m = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < a.length; r++) {
        for (int j = 0; j < n; j++) {
          m[i][j] += a[r][set[i]] * a[r][set[j]];
        }
        m[i][n] += a[r][set[i]] * y[r];
      }
    }
    double[] x = new double[columns];
    double[] found = eliminate(m, n);
    for (int i = 0; i < n; i++) {
      x[set[i]] = found[i];
    }
    return x;
  }

  private static double[] eliminate(double[][] m, int n) {
    for (int p = 0; p < n; p++) {
      int pivot = p;
      for (int r = p + 1; r < n; r++) {
        pivot = Math.abs(m[r][p]) > Math.abs(m[pivot][p]) ? r : pivot;
      }
      double[] swap = m[p];
      m[p] = m[pivot];
      m[pivot] = swap;
      for (int r = 0; r < n; r++) {
        if (r != p) {
          double factor = m[r][p] / m[p][p];
          for (int c = p; c <= n; c++) {
            m[r][c] -= factor * m[p][c];
          }
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = m[i][n] / m[i][i];
    }
    return x;
  }
}
