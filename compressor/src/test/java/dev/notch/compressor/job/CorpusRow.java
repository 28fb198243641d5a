package dev.notch.compressor.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found of one file: columns of a table, and what is wrong. */
final class CorpusRow {
  private static final List<String> COLUMNS =
      List.of(
          "read (ms)",
          "layers",
          "groups free / frozen",
          "coupling (ms)",
          "MACs that can be cut",
          "equality",
          "written",
          "plans",
          "mute",
          "oracle, float64",
          "oracle, ONNX Runtime");

  static final String HEAD = line("file", COLUMNS) + "|---" + "|---".repeat(COLUMNS.size()) + "|\n";

  private final String file;
  private final Map<String, String> cells = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  CorpusRow(String file) {
    this.file = file;
  }

  void put(String column, String format, Object... values) {
    if (!COLUMNS.contains(column)) {
      throw new IllegalArgumentException("no column " + column);
    }
    cells.put(column, String.format(Locale.ROOT, format, values));
  }

  void problem(String text) {
    problems.add(text);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** A line of the table; a problem takes the place of what was not found out. */
  String markdown() {
    List<String> found = COLUMNS.stream().map(column -> cells.getOrDefault(column, "")).toList();
    String name = problems.isEmpty() ? file : file + " **" + String.join("; ", problems) + "**";
    return line(name, found);
  }

  private static String line(String first, List<String> rest) {
    StringBuilder line = new StringBuilder("| ").append(plain(first));
    rest.forEach(cell -> line.append(" | ").append(plain(cell)));
    return line.append(" |\n").toString();
  }

  private static String plain(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
