package dev.notch.timing.tree;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The smallest and largest value of every plain explanatory column that a leaf has seen. */
public final class Bounds {
  private final double[] low;
  private final double[] high;

  public Bounds(double[] low, double[] high) {
    if (low.length != high.length) {
      throw new IllegalArgumentException(low.length + " lows for " + high.length + " highs");
    }
    this.low = low.clone();
    this.high = high.clone();
  }

  static Bounds of(List<Row> rows) {
    double[] low = rows.get(0).explanatory()[0].clone();
    double[] high = low.clone();
    for (Row row : rows) {
      double[] values = row.explanatory()[0];
      for (int i = 0; i < low.length; i++) {
        low[i] = Math.min(low[i], values[i]);
        high[i] = Math.max(high[i], values[i]);
      }
    }
    return new Bounds(low, high);
  }

  /** Whether every value is within what was seen, give or take {@code slack} of it. */
  public boolean contain(double[] values, double slack) {
    return outside(values, slack).length == 0;
  }

  /** The columns whose values are not within what was seen, give or take {@code slack} of it. */
  public int[] outside(double[] values, double slack) {
    return IntStream.range(0, low.length)
        .filter(i -> values[i] < low[i] * (1 - slack) || values[i] > high[i] * (1 + slack))
        .toArray();
  }

  public int size() {
    return low.length;
  }

  public double low(int column) {
    return low[column];
  }

  public double high(int column) {
    return high[column];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bounds b && Arrays.equals(low, b.low) && Arrays.equals(high, b.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return Arrays.toString(low) + " to " + Arrays.toString(high);
  }
}
