package dev.notch.timing.tree;

import java.util.Arrays;
import java.util.Comparator;

/**
 * One measured configuration.
 *
 * @param variables values of {@link Schema#variables()}
 * @param explanatory for each view, values of {@link Schema#explanatory()}
 * @param target what was measured, positive
 */
public record Row(double[] variables, double[][] explanatory, double target) {

  /** An order by content, so that fits do not depend on the order of a file. */
  static final Comparator<Row> BY_CONTENT =
      Comparator.comparing(Row::variables, Arrays::compare)
          .thenComparing(row -> row.explanatory()[0], Arrays::compare)
          .thenComparingDouble(Row::target);

  public Row {
    if (!(target >= 0) || Double.isInfinite(target)) {
      throw new IllegalArgumentException("a measured time cannot be " + target);
    }
  }
}
