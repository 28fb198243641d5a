package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.timing.table.Columns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which table to fit to, and what its columns are. */
final class TableOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE.csv",
      description = {
        "Measurements of any device, runtime or tool: UTF-8 with a header line, separated by"
            + " commas, semicolons or tabs; at most 200,000 rows. Rows that agree in all columns"
            + " named here are one configuration: at least 10 are needed, and no configuration is"
            + " both learned from and tested on."
      })
  private Path data;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "COLUMN",
      description =
          "What was measured, in any unit: positive. Errors are relative to it; below a thousandth"
              + " of the median they count as if it were that much.")
  private String target;

  @Option(
      names = "--configuration",
      required = true,
      split = ",",
      paramLabel = "COLUMN",
      description =
          "Columns with numbers that conditions may ask about: whether they are at most a limit"
              + " and, if all values are whole and none is negative, multiples of a number. Words"
              + " are refused: give them numbers, or make their column the --group.")
  private List<String> configuration;

  @Option(
      names = "--explanatory",
      required = true,
      split = ",",
      paramLabel = "COLUMN",
      description =
          "At most 7 columns without negative values: each leaf is a sum of non-negative multiples"
              + " of them and a constant. May repeat columns of the configuration.")
  private List<String> explanatory;

  @Option(
      names = "--group",
      paramLabel = "COLUMN",
      description =
          "Fit a tree for each value of this column, for example the operator; values with fewer"
              + " than 10 configurations are left out and named.")
  private Optional<String> group = Optional.empty();

  Path data() {
    return data;
  }

  /**
   * @throws ParameterException if columns are named twice or in roles that exclude each other
   */
  Columns columns(CommandLine line) {
    try {
      return new Columns(target, configuration, explanatory, group);
    } catch (NotchException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
  }
}
