package dev.notch.timing.tree;

/**
 * The best non-negative equation for {@link Moments}: every set of columns that may be non-zero is
 * tried in every view, which is exact and, for the handful of columns of an equation, faster than
 * any iteration. Keeps its work space: one instance a thread.
 */
final class LeafFit {
  /** A pivot this small against its diagonal: the column depends on the others. */
  private static final double DEPENDENT = 1e-9;

  private final int views;
  private final int columns;
  private final double[] factor;
  private final double[] solution;
  private final double[] best;
  private final int[] members;
  private int bestView;
  private double bestError;

  LeafFit(int views, int columns) {
    if (columns > 8) {
      throw new IllegalArgumentException("an equation has at most 8 columns, not " + columns);
    }
    this.views = views;
    this.columns = columns;
    factor = new double[columns * columns];
    solution = new double[columns];
    best = new double[columns];
    members = new int[columns];
  }

  /** Fits and returns the sum of squared relative errors. */
  double fit(Moments moments) {
    bestError = Double.POSITIVE_INFINITY;
    int block = Moments.block(columns);
    for (int view = 0; view < views; view++) {
      fitView(moments.sums(), view, view * block);
    }
    return bestError;
  }

  /** The equation of the last fit. */
  Equation equation() {
    return new Equation(bestView, best);
  }

  /**
   * Coefficients that are not zero in the last fit, and one for a view that is not the plain one.
   */
  int parameters() {
    int count = bestView == 0 ? 0 : 1;
    for (double c : best) {
      count += c > 0 ? 1 : 0;
    }
    return count;
  }

  private void fitView(double[] sums, int view, int offset) {
    int all = (1 << columns) - 1;
    if (tryColumns(sums, view, offset, all)) {
      return; // the unconstrained optimum is feasible: no subset can be better
    }
    for (int mask = 0; mask < all; mask++) {
      tryColumns(sums, view, offset, mask);
    }
  }

  /** Whether the least-squares solution over these columns exists and has no negative value. */
  private boolean tryColumns(double[] sums, int view, int offset, int mask) {
    int size = 0;
    for (int i = 0; i < columns; i++) {
      if ((mask >> i & 1) == 1) {
        members[size++] = i;
      }
    }
    if (!factorise(sums, offset, size) || !solve(sums, offset, size)) {
      return false;
    }
    // At the least-squares optimum the error is y'y - b'c.
    double error = sums[offset + index(columns, columns)];
    for (int i = 0; i < size; i++) {
      error -= solution[i] * sums[offset + index(members[i], columns)];
    }
    keep(view, size, Math.max(error, 0));
    return true;
  }

  private void keep(int view, int size, double error) {
    if (error < bestError * (1 - 1e-12)) {
      bestError = error;
      bestView = view;
      java.util.Arrays.fill(best, 0);
      for (int i = 0; i < size; i++) {
        best[members[i]] = solution[i];
      }
    }
  }

  private boolean factorise(double[] sums, int offset, int size) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = sums[offset + index(members[j], members[i])];
        double diagonal = value;
        for (int k = 0; k < j; k++) {
          value -= factor[i * columns + k] * factor[j * columns + k];
        }
        if (i == j) {
          if (value <= DEPENDENT * diagonal) {
            return false;
          }
          factor[i * columns + i] = Math.sqrt(value);
        } else {
          factor[i * columns + j] = value / factor[j * columns + j];
        }
      }
    }
    return true;
  }

  private boolean solve(double[] sums, int offset, int size) {
    for (int i = 0; i < size; i++) {
      double value = sums[offset + index(members[i], columns)];
      for (int k = 0; k < i; k++) {
        value -= factor[i * columns + k] * solution[k];
      }
      solution[i] = value / factor[i * columns + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      double value = solution[i];
      for (int k = i + 1; k < size; k++) {
        value -= factor[k * columns + i] * solution[k];
      }
      solution[i] = value / factor[i * columns + i];
      if (!(solution[i] > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Position of the product of columns i <= j within a view's block. */
  private int index(int i, int j) {
    return i * (columns + 1) - i * (i - 1) / 2 + j - i;
  }
}
