package dev.notch.timing.table;

import dev.notch.models.NotchException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a table are for.
 *
 * @param target what was measured, positive
 * @param configuration what conditions may ask about
 * @param explanatory what equations add up besides a constant, at most {@value #MOST_EXPLANATORY};
 *     may repeat columns of the configuration
 * @param group the column that says which tree a row belongs to; none if all rows share one
 */
public record Columns(
    String target, List<String> configuration, List<String> explanatory, Optional<String> group) {
  /** Leaves try every set of columns, the constant among them: eight are 256 sets. */
  public static final int MOST_EXPLANATORY = 7;

  /** What the constant is called in equations. */
  static final String CONSTANT = "1";

  /**
   * @throws NotchException if a column has two roles that exclude each other, is named twice, or if
   *     there are none or too many of a role
   */
  public Columns {
    configuration = distinct("configuration", configuration);
    explanatory = distinct("explanatory", explanatory);
    if (explanatory.size() > MOST_EXPLANATORY) {
      throw new NotchException(
          "an equation has at most %d explanatory columns besides its constant, not %d"
              .formatted(MOST_EXPLANATORY, explanatory.size()));
    }
    if (explanatory.contains(CONSTANT)) {
      throw new NotchException(
          "the explanatory column '1' would be mistaken for the constant: rename it");
    }
    exclude("the target", target, "configuration", configuration);
    exclude("the target", target, "explanatory", explanatory);
    if (group.isPresent()) {
      exclude("the group", group.get(), "configuration", configuration);
      exclude("the group", group.get(), "explanatory", explanatory);
      exclude("the group", group.get(), "target", List.of(target));
    }
  }

  private static List<String> distinct(String role, List<String> names) {
    if (names.isEmpty() || names.contains("")) {
      throw new NotchException("the " + role + " has a column without a name");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new NotchException("the " + role + " names column '" + name + "' twice");
      }
    }
    return List.copyOf(names);
  }

  private static void exclude(String one, String name, String other, List<String> names) {
    if (names.contains(name)) {
      throw new NotchException(
          "column '"
              + name
              + "' cannot be both "
              + one
              + " and "
              + other
              + ": leave it out of one");
    }
  }
}
