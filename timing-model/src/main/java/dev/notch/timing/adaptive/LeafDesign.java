package dev.notch.timing.adaptive;

import java.util.Arrays;

/**
 * What is known of the coefficients of one leaf, and how much it matters. Rows are explanatory
 * columns divided by the time of their layer, so that errors are relative.
 */
final class LeafDesign {
  /** What is taken for known before anything is measured: a tenth of a sample of typical size. */
  private static final double PRIOR = 0.1;

  private final double variance;
  private final double[][] information;
  private final double[][] importance;
  private double[][] covariance;

  /**
   * @param variance of relative errors in this leaf
   * @param importance mean outer product of what the networks that are to be predicted have in this
   *     leaf, relative to their times
   * @param typical mean square of each column
   */
  LeafDesign(double variance, double[][] importance, double[] typical) {
    this.variance = variance;
    this.importance = importance;
    this.information = new double[typical.length][typical.length];
    for (int i = 0; i < typical.length; i++) {
      information[i][i] = typical[i] > 0 ? PRIOR * typical[i] : 1;
    }
    this.covariance = Symmetric.inverse(information);
  }

  /** Counts layers as measured. */
  void measure(double[][] rows) {
    add(information, rows);
    covariance = Symmetric.inverse(information);
  }

  /** By how much measuring these layers would lower the expected squared error of networks. */
  double gain(double[][] rows) {
    double[][] after = Arrays.stream(information).map(double[]::clone).toArray(double[][]::new);
    add(after, rows);
    return variance * (product(covariance) - product(Symmetric.inverse(after)));
  }

  /** The expected squared error of networks that this leaf causes. */
  double error() {
    return variance * product(covariance);
  }

  private double product(double[][] matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        trace += importance[i][j] * matrix[j][i];
      }
    }
    return trace;
  }

  private static void add(double[][] information, double[][] rows) {
    for (double[] row : rows) {
      Symmetric.addOuter(information, row, 1);
    }
  }
}
