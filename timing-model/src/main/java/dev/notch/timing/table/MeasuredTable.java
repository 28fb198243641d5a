package dev.notch.timing.table;

import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.Schema.Variable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Somebody's measurements.
 *
 * @param file name of the file that they come from, without its folder
 * @param sha256 of that file
 * @param schema columns of the rows; conditions may ask for multiples of a variable if all of its
 *     values are whole and none is negative
 * @param groups rows by the value of the group column, in the order of the file; without such a
 *     column all of them under {@link #ALL}
 */
public record MeasuredTable(
    String file,
    String sha256,
    Columns columns,
    Schema schema,
    SortedMap<String, List<Row>> groups) {
  /** The only group of a table without a group column. */
  public static final String ALL = "all";

  /** From here on a double skips whole numbers. */
  private static final double WHOLE = 1L << 53;

  public MeasuredTable {
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
  }

  static MeasuredTable of(
      String file, String sha256, Columns columns, SortedMap<String, List<Row>> groups) {
    return new MeasuredTable(file, sha256, columns, schema(columns, groups), groups);
  }

  public int rows() {
    return groups.values().stream().mapToInt(List::size).sum();
  }

  private static Schema schema(Columns columns, SortedMap<String, List<Row>> groups) {
    List<Variable> variables =
        IntStream.range(0, columns.configuration().size())
            .mapToObj(i -> new Variable(columns.configuration().get(i), whole(groups, i)))
            .toList();
    return schema(variables, columns.explanatory());
  }

  /** Columns of a table with one view, the values as they are. */
  static Schema schema(List<Variable> variables, List<String> explanatory) {
    List<String> terms = new java.util.ArrayList<>(explanatory);
    terms.add(Columns.CONSTANT);
    return new Schema(variables, terms, List.of(""));
  }

  private static boolean whole(SortedMap<String, List<Row>> groups, int variable) {
    return groups.values().stream()
        .flatMap(List::stream)
        .mapToDouble(row -> row.variables()[variable])
        .allMatch(v -> v >= 0 && v < WHOLE && v == Math.rint(v));
  }
}
