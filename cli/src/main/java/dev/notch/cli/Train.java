package dev.notch.cli;

import dev.notch.compressor.job.LockGate;
import dev.notch.compressor.job.Recipes;
import dev.notch.compressor.training.BaselineTrainer;
import dev.notch.compressor.training.BaselineTrainer.Baseline;
import dev.notch.compressor.training.BatchGate;
import dev.notch.compressor.training.Recipe;
import dev.notch.compressor.training.TrainingReport.Accuracy;
import dev.notch.models.data.DataSet;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.ZooEntry;
import dev.notch.profiler.lock.MeasurementLock;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network from scratch. */
@Command(
    name = "train",
    description = {
      "Trains a network from scratch. Writes weights.safetensors, training.json and a checkpoint into"
          + " a folder; the same command goes on where it was stopped."
    },
    footer = {
      "%nExamples:",
      "  optimize train --model mobilenetv2 --data synthetic --epochs 4",
      "  optimize train --model mobilenet --data photos/ --epochs 12 --out results/mobilenet"
    })
final class Train implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      completionCandidates = NetworkOptions.Names.class,
      description = "The network: ${COMPLETION-CANDIDATES}.")
  private ZooEntry model;

  @Option(
      names = "--epochs",
      defaultValue = "12",
      paramLabel = "N",
      description =
          "How often each image is seen; the learning rate anneals to zero over them (default:"
              + " ${DEFAULT-VALUE}).")
  private double epochs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for weights, report and checkpoint (default: results/train-NAME).")
  private Path out;

  @Mixin private DataChoice data;
  @Mixin private TrainingOptions training;
  @Mixin private CacheOption cache;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    double count = training.epochs(epochs);
    Path folder = out != null ? out : Path.of("results", "train-" + model.name());
    Baseline baseline;
    try (ConsoleProgress progress = ConsoleProgress.on(err)) {
      DataSet set = data.source().load(data.options(), progress);
      Recipe recipe = Recipes.fromScratch(count, set, training.seed());
      baseline =
          new BaselineTrainer(training.threads(), gate(progress))
              .train(new BaselineTrainer.Task(model.name(), set, recipe, folder), progress);
    }
    print(baseline, folder, err);
    return Exit.DONE;
  }

  /** Waits between two batches while somebody measures. */
  private BatchGate gate(Progress progress) {
    return new LockGate(new MeasurementLock(cache.folder()), progress);
  }

  private void print(Baseline baseline, Path folder, PrintWriter err) {
    if (json.asked()) {
      spec.commandLine().getOut().print(baseline.report().json());
      spec.commandLine().getOut().flush();
    }
    Accuracy accuracy = baseline.report().accuracy();
    err.printf(
        Locale.ROOT,
        "%s: accuracy %.2f %% on %d validation images, %.2f %% on %d test images; %.0f s;"
            + " weights in %s%n",
        model.name(),
        100 * accuracy.validation(),
        accuracy.validationImages(),
        100 * accuracy.test(),
        accuracy.testImages(),
        baseline.report().seconds(),
        folder.resolve("weights.safetensors"));
  }
}
