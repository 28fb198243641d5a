package dev.notch.timing.adaptive;

/** Small symmetric positive definite matrices. */
final class Symmetric {

  private Symmetric() {}

  static void addOuter(double[][] matrix, double[] vector, double weight) {
    for (int i = 0; i < vector.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        matrix[i][j] += weight * vector[i] * vector[j];
      }
    }
  }

  /** By Cholesky decomposition of the matrix brought to a unit diagonal. */
  static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = 1 / Math.sqrt(matrix[i][i]);
    }
    double[][] lower = cholesky(matrix, scale);
    double[][] inverse = new double[n][n];
    for (int column = 0; column < n; column++) {
      double[] solved = solve(lower, column);
      for (int row = 0; row < n; row++) {
        inverse[row][column] = solved[row] * scale[row] * scale[column];
      }
    }
    return inverse;
  }

  private static double[][] cholesky(double[][] matrix, double[] scale) {
    int n = matrix.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j] * scale[i] * scale[j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        // Columns that are multiples of each other leave nothing but rounding errors.
        lower[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j][j];
      }
    }
    return lower;
  }

  /** A column of the inverse of {@code lower * lower^T}. */
  private static double[] solve(double[][] lower, int column) {
    int n = lower.length;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = i == column ? 1 : 0;
      for (int k = 0; k < i; k++) {
        sum -= lower[i][k] * x[k];
      }
      x[i] = sum / lower[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }
}
