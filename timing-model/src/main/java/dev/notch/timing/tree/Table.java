package dev.notch.timing.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one fit in a fixed order, with their products and the variables worth asking. */
final class Table {
  private final Schema schema;
  private final List<Row> rows;
  private final double[][] products;
  private final int[] variables;

  Table(Schema schema, List<Row> unordered, double floor) {
    this.schema = schema;
    rows = unordered.stream().sorted(Row.BY_CONTENT).toList();
    products = rows.stream().map(r -> Moments.products(r, floor)).toArray(double[][]::new);
    variables = informative();
  }

  Schema schema() {
    return schema;
  }

  List<Row> rows() {
    return rows;
  }

  double[] products(int row) {
    return products[row];
  }

  double value(int row, int variable) {
    return rows.get(row).variables()[variable];
  }

  /** Variables that differ among rows and do not repeat an earlier variable. */
  int[] variables() {
    return variables.clone();
  }

  /** The moduli that a condition on this variable may ask these rows for. */
  int[] moduli(int[] members, int variable, int least) {
    return schema.variables().get(variable).multiples()
        ? Moduli.of(Arrays.stream(members).mapToDouble(r -> value(r, variable)).toArray(), least)
        : new int[0];
  }

  Moments moments(int[] members) {
    Moments moments = new Moments(momentsSize());
    for (int row : members) {
      moments.add(products[row]);
    }
    return moments;
  }

  int momentsSize() {
    return Moments.size(schema.views().size(), schema.explanatory().size());
  }

  private int[] informative() {
    List<double[]> seen = new ArrayList<>();
    return IntStream.range(0, schema.variables().size())
        .filter(
            variable -> {
              double[] column = rows.stream().mapToDouble(r -> r.variables()[variable]).toArray();
              boolean constant = Arrays.stream(column).allMatch(v -> v == column[0]);
              if (constant || seen.stream().anyMatch(other -> Arrays.equals(other, column))) {
                return false;
              }
              return seen.add(column);
            })
        .toArray();
  }
}
