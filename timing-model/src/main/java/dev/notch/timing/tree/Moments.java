package dev.notch.timing.tree;

import java.util.List;

/**
 * Sums of weighted products of explanatory values and target: all that is needed to fit an equation
 * to rows and to know its error. They add and subtract, so that every split of a node costs one
 * pass over its rows.
 */
final class Moments {
  private final double[] sums;
  private int rows;

  Moments(int size) {
    sums = new double[size];
  }

  /** How many sums there are for a number of views and columns. */
  static int size(int views, int columns) {
    return views * block(columns);
  }

  /** Sums of one view: the upper triangle of (columns and target) squared. */
  static int block(int columns) {
    return (columns + 1) * (columns + 2) / 2;
  }

  /** The products of one row, weighted so that errors are relative to the target. */
  static double[] products(Row row, double floor) {
    double weight = 1 / Math.max(row.target(), floor);
    int columns = row.explanatory()[0].length;
    double[] products = new double[size(row.explanatory().length, columns)];
    int next = 0;
    for (double[] view : row.explanatory()) {
      double[] values = new double[columns + 1];
      for (int i = 0; i < columns; i++) {
        values[i] = view[i] * weight;
      }
      values[columns] = row.target() * weight;
      for (int i = 0; i <= columns; i++) {
        for (int j = i; j <= columns; j++) {
          products[next++] = values[i] * values[j];
        }
      }
    }
    return products;
  }

  static Moments of(List<double[]> products, int size) {
    Moments moments = new Moments(size);
    products.forEach(moments::add);
    return moments;
  }

  void add(double[] products) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += products[i];
    }
    rows++;
  }

  /** Becomes {@code whole} without {@code part}. */
  void setDifference(Moments whole, Moments part) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = whole.sums[i] - part.sums[i];
    }
    rows = whole.rows - part.rows;
  }

  void clear() {
    java.util.Arrays.fill(sums, 0);
    rows = 0;
  }

  int rows() {
    return rows;
  }

  double[] sums() {
    return sums;
  }
}
