package dev.notch.timing.table;

import dev.notch.models.NotchException;
import java.util.List;

/** The names of a table's columns, in its first line. */
record Header(List<String> names) {
  private static final int MOST_LISTED = 30;

  Header {
    names = List.copyOf(names);
  }

  int size() {
    return names.size();
  }

  String name(int column) {
    return names.get(column);
  }

  int[] indices(List<String> columns) {
    return columns.stream().mapToInt(this::index).toArray();
  }

  /**
   * @throws NotchException if there is no such column, or more than one
   */
  int index(String column) {
    int index = names.indexOf(column);
    if (index < 0) {
      throw new NotchException("there is no column '" + column + "'; there are: " + listed());
    }
    if (index != names.lastIndexOf(column)) {
      throw new NotchException("there are two columns '" + column + "': rename one");
    }
    return index;
  }

  private String listed() {
    int more = names.size() - MOST_LISTED;
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_LISTED)));
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
