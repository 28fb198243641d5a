package dev.notch.timing.tree;

import java.util.Arrays;

/** A linear equation with non-negative coefficients over the explanatory columns of one view. */
public final class Equation {
  private final int view;
  private final double[] coefficients;

  public Equation(int view, double... coefficients) {
    for (double c : coefficients) {
      if (!(c >= 0) || Double.isInfinite(c)) {
        throw new IllegalArgumentException("coefficients must not be negative, was " + c);
      }
    }
    this.view = view;
    this.coefficients = coefficients.clone();
  }

  public int view() {
    return view;
  }

  public int size() {
    return coefficients.length;
  }

  public double coefficient(int column) {
    return coefficients[column];
  }

  /** The value for explanatory columns given view by view. */
  public double value(double[][] explanatory) {
    return value(explanatory[view]);
  }

  /** The value for the explanatory columns of its view. */
  public double value(double[] columns) {
    double sum = 0;
    for (int i = 0; i < coefficients.length; i++) {
      sum += coefficients[i] * columns[i];
    }
    return sum;
  }

  /** Coefficients that are not zero. */
  public int terms() {
    return (int) Arrays.stream(coefficients).filter(c -> c > 0).count();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Equation e
        && view == e.view
        && Arrays.equals(coefficients, e.coefficients);
  }

  @Override
  public int hashCode() {
    return 31 * view + Arrays.hashCode(coefficients);
  }

  @Override
  public String toString() {
    return "view " + view + " " + Arrays.toString(coefficients);
  }
}
