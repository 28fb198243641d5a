package dev.notch.timing.evaluation;

import java.util.Arrays;

/**
 * Errors of predictions relative to what was measured, in percent.
 *
 * @param n predictions
 * @param mape mean absolute percentage error
 * @param rmspe root of the mean squared percentage error
 * @param within5 share of predictions at most 5 % off
 * @param within10 share of predictions at most 10 % off
 */
public record ErrorStats(int n, double mape, double rmspe, double within5, double within10) {

  /**
   * @throws IllegalArgumentException if there is nothing to compare, or a measured value is not
   *     positive
   */
  public static ErrorStats of(double[] predicted, double[] measured) {
    if (predicted.length != measured.length || measured.length == 0) {
      throw new IllegalArgumentException(
          predicted.length + " predictions for " + measured.length + " measurements");
    }
    double[] errors = new double[measured.length];
    for (int i = 0; i < errors.length; i++) {
      if (!(measured[i] > 0)) {
        throw new IllegalArgumentException("a measured time cannot be " + measured[i]);
      }
      errors[i] = 100 * Math.abs(predicted[i] - measured[i]) / measured[i];
    }
    double squares = Arrays.stream(errors).map(e -> e * e).average().orElseThrow();
    return new ErrorStats(
        errors.length,
        Arrays.stream(errors).average().orElseThrow(),
        Math.sqrt(squares),
        share(errors, 5),
        share(errors, 10));
  }

  private static double share(double[] errors, double limit) {
    return 100.0 * Arrays.stream(errors).filter(e -> e <= limit).count() / errors.length;
  }
}
