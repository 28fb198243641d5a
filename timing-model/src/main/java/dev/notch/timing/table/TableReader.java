package dev.notch.timing.table;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import dev.notch.timing.tree.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads tables of measurements: CSV in UTF-8 with or without a byte order mark, a header line,
 * fields separated by commas, semicolons or tabs, in double quotes where need be. What is not as it
 * should be is an error that names the line; columns without a role may hold anything.
 */
public final class TableReader {
  /** A tree of at most 25 leaves learns nothing from more. */
  public static final int MOST_ROWS = 200_000;

  private final Header header;
  private final int target;
  private final int[] configuration;
  private final int[] explanatory;
  private final OptionalInt group;
  private final SortedMap<String, List<Row>> groups = new TreeMap<>();
  private int rows;

  private TableReader(Columns columns, Header header) {
    this.header = header;
    target = header.index(columns.target());
    configuration = header.indices(columns.configuration());
    explanatory = header.indices(columns.explanatory());
    group =
        columns.group().isPresent()
            ? OptionalInt.of(header.index(columns.group().get()))
            : OptionalInt.empty();
  }

  /**
   * @throws NotchException if the file cannot be read, is larger than 256 MiB or {@value
   *     #MOST_ROWS} rows, lacks a column, or has a line that is no measurement
   */
  public static MeasuredTable read(Path path, Columns columns, Progress progress) {
    try (CsvFile file = new CsvFile(path)) {
      TableReader reader = begin(file, columns);
      while (file.hasNext()) {
        progress.check();
        reader.add(file, file.next());
      }
      String name = String.valueOf(path.getFileName());
      return MeasuredTable.of(name, file.hash(), columns, reader.groups);
    }
  }

  private static TableReader begin(CsvFile file, Columns columns) {
    if (!file.hasNext()) {
      throw file.wrong(new NotchException("the first line must name the columns"));
    }
    CSVRecord first = file.next();
    try {
      return new TableReader(columns, new Header(Arrays.asList(first.values())));
    } catch (NotchException e) {
      throw file.wrong(e);
    }
  }

  private void add(CsvFile file, CSVRecord record) {
    try {
      if (++rows > MOST_ROWS) {
        throw new NotchException(
            String.format(Locale.ROOT, "more than %,d rows: fit to a sample of them", MOST_ROWS));
      }
      Cells cells = new Cells(header, record);
      String name = group.isPresent() ? cells.text(group.getAsInt()) : MeasuredTable.ALL;
      groups.computeIfAbsent(name, n -> new ArrayList<>()).add(row(cells));
    } catch (NotchException e) {
      throw file.wrong(e);
    }
  }

  private Row row(Cells cells) {
    double[] terms = new double[explanatory.length + 1];
    for (int i = 0; i < explanatory.length; i++) {
      terms[i] = cells.notNegative(explanatory[i]);
    }
    terms[explanatory.length] = 1;
    double measured = cells.positive(target);
    return new Row(cells.numbers(configuration), new double[][] {terms}, measured);
  }
}
