package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.profiler.store.ProfileFolder;
import dev.notch.timing.Fitter;
import dev.notch.timing.Fitter.Fitted;
import dev.notch.timing.ModelJson;
import dev.notch.timing.evaluation.CrossValidation;
import dev.notch.timing.evaluation.FitReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Learns a timing model from measurements. */
@Command(
    name = "fit",
    description = {
      "Learns a timing model from what 'optimize profile' measured.",
      "With --data: the same trees for any table of measurements. Prints them, their"
          + " cross-validated errors, and those of other learners on the same folds."
    },
    footer = {
      "%nExamples:",
      "  optimize fit",
      "  optimize fit --runtime pytorch --threads 2",
      "  optimize fit --profile device.csv --out device.json --folds 10 --json",
      "  optimize fit --data kernels.csv --target latency_us --group operator \\",
      "      --configuration in,out,height --explanatory macs,bytes --out kernels.json",
      "  optimize tree --timing-model kernels.json"
    })
final class Fit implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuntimeOptions runtime;

  @Option(
      names = "--profile",
      paramLabel = "FILE.csv",
      description = "Measurements (default: those of this device).")
  private Optional<Path> measurements;

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description =
          "The timing model to write (default: beside the measurements; with --data: none).")
  private Optional<Path> out;

  @Option(
      names = "--folds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Folds of the cross-validation; 0 leaves it out (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--no-baselines",
      description = "Do not cross-validate Smile's learners beside the timing tree.")
  private boolean noBaselines;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the folds and of the baselines (default: ${DEFAULT-VALUE}).")
  private long seed;

  @ArgGroup(exclusive = false, heading = "%nAny table of measurements:%n")
  private TableOptions table;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    if (folds != 0 && (folds < 2 || folds > CrossValidation.MOST_FOLDS)) {
      throw new ParameterException(
          spec.commandLine(), "--folds must be 0 or at least 2 and at most 10, not " + folds);
    }
    FitReport.Options options = new FitReport.Options(seed, folds, !noBaselines);
    return table == null
        ? fitProfile(options)
        : new TableFit(spec.commandLine(), table, out, options).run(json.asked());
  }

  private int fitProfile(FitReport.Options options) {
    Path store = measurements.orElseGet(this::measured);
    Path file = out.orElseGet(() -> new ProfileFolder(parent(store)).timingModel());
    Fitted fitted;
    FitReport report;
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      fitted = Fitter.fit(store, seed, progress);
      ModelJson.write(fitted.model(), file);
      report = FitReport.of(fitted, options, progress);
    }
    PrintWriter printed = spec.commandLine().getOut();
    if (json.asked()) {
      Json.print(printed, FitSummary.of(fitted, report, file));
    } else {
      printed.print(report.text());
      printed.flush();
    }
    spec.commandLine().getErr().println("wrote " + file);
    return Exit.DONE;
  }

  private Path measured() {
    Path store = runtime.profile().measurements();
    if (!Files.exists(store)) {
      throw new NotchException(
          "nothing has been measured for %s with %d thread(s) on this device; run: optimize profile"
              .formatted(runtime.runtime().label(), runtime.threads()));
    }
    return store;
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
