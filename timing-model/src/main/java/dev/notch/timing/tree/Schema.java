package dev.notch.timing.tree;

import java.util.List;

/**
 * The columns of a table of measurements.
 *
 * @param variables what conditions may ask about
 * @param explanatory what equations add up; the last is the constant 1
 * @param views alternative ways to count the explanatory columns, of which each leaf chooses one;
 *     the first, plain one has an empty name
 */
public record Schema(List<Variable> variables, List<String> explanatory, List<String> views) {

  /**
   * @param multiples whether a condition may ask if the value is a multiple of something
   */
  public record Variable(String name, boolean multiples) {}

  public Schema {
    variables = List.copyOf(variables);
    explanatory = List.copyOf(explanatory);
    views = List.copyOf(views);
    if (variables.isEmpty() || explanatory.isEmpty() || views.isEmpty()) {
      throw new IllegalArgumentException(
          "a schema needs variables, explanatory columns and a view, got "
              + variables.size()
              + ", "
              + explanatory.size()
              + " and "
              + views.size());
    }
  }

  /** A column of an equation as a person reads it, such as {@code MMACs[16]}. */
  public String term(int view, int column) {
    boolean constant = column == explanatory.size() - 1;
    String name = explanatory.get(column);
    return constant || views.get(view).isEmpty() ? name : name + "[" + views.get(view) + "]";
  }
}
