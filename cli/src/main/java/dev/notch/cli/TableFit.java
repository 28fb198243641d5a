package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import dev.notch.timing.evaluation.Baselines;
import dev.notch.timing.evaluation.FitReport;
import dev.notch.timing.table.Columns;
import dev.notch.timing.table.MeasuredTable;
import dev.notch.timing.table.TableFitter;
import dev.notch.timing.table.TableFitter.Fitted;
import dev.notch.timing.table.TableModelJson;
import dev.notch.timing.table.TableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code optimize fit --data}: trees for anybody's measurements. */
final class TableFit {
  private static final List<String> OF_PROFILES =
      List.of("--profile", "--runtime", "--threads", "--cache");

  private static final int MOST_NAMED = 20;

  private final CommandLine line;
  private final TableOptions table;
  private final Optional<Path> out;
  private final FitReport.Options options;

  TableFit(CommandLine line, TableOptions table, Optional<Path> out, FitReport.Options options) {
    this.line = line;
    this.table = table;
    this.out = out;
    this.options = options;
  }

  int run(boolean json) {
    Columns columns = table.columns(line);
    refuseOptionsOfProfiles();
    Fitted fitted;
    FitReport report;
    try (ConsoleProgress progress = ConsoleProgress.on(line.getErr())) {
      progress.stage("fit");
      MeasuredTable measured = TableReader.read(table.data(), columns, progress);
      fitted = TableFitter.fit(measured, options.seed(), progress);
      noteLeftOut(progress, fitted.leftOut());
      noteSample(progress, fitted);
      report = TableFitter.report(fitted, options, progress);
    }
    out.ifPresent(file -> TableModelJson.write(fitted.model(), file));
    print(fitted, report, json);
    out.ifPresent(file -> line.getErr().println("wrote " + file));
    return Exit.DONE;
  }

  private void print(Fitted fitted, FitReport report, boolean json) {
    PrintWriter printed = line.getOut();
    if (json) {
      Json.print(printed, TableSummary.of(fitted, report, out));
    } else {
      printed.print(TreeFormat.TEXT.render(fitted.model()));
      printed.print(report.text());
      printed.flush();
    }
  }

  private static void noteLeftOut(Progress progress, SortedMap<String, Integer> leftOut) {
    leftOut.entrySet().stream()
        .limit(MOST_NAMED)
        .forEach(
            group ->
                progress.note(
                    "'%s' is left out: it has %d different configuration(s), a fit needs %d"
                        .formatted(group.getKey(), group.getValue(), TableFitter.FEWEST)));
    if (leftOut.size() > MOST_NAMED) {
      progress.note("so are %d more".formatted(leftOut.size() - MOST_NAMED));
    }
  }

  private void noteSample(Progress progress, Fitted fitted) {
    int most = fitted.table().groups().values().stream().mapToInt(List::size).max().orElse(0);
    if (options.folds() > 0 && options.baselines() && most > Baselines.MOST_SUPPORT_ROWS) {
      progress.note(
          "SVR learns from %d rows of each fold at most; --no-baselines leaves out all but the tree"
              .formatted(Baselines.MOST_SUPPORT_ROWS));
    }
  }

  private void refuseOptionsOfProfiles() {
    for (String option : OF_PROFILES) {
      if (line.getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            line, option + " is about what Notch measures itself: leave it out with --data");
      }
    }
    if (out.isPresent() && same(out.get(), table.data())) {
      throw new ParameterException(line, "--out would overwrite the measurements in --data");
    }
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      throw new NotchException("cannot read " + other + ": " + e, e);
    }
  }
}
