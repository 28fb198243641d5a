package dev.notch.cli;

import dev.notch.compressor.job.Budget;
import dev.notch.compressor.job.Request;
import dev.notch.compressor.search.Objective;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the main job. */
final class MainJobOptions {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      completionCandidates = NetworkOptions.Names.class,
      description = "The network to fit: ${COMPLETION-CANDIDATES}.")
  private String model;

  @Option(
      names = "--budget",
      paramLabel = "BUDGET",
      description = "20ms (absolute), 50%% of the baseline's time, or 2x as fast.")
  private Budget budget;

  @Option(
      names = "--objective",
      defaultValue = "time",
      paramLabel = "NAME",
      description = "What the budget limits: time, macs or params (default: ${DEFAULT-VALUE}).")
  private Objective objective;

  @Option(
      names = "--weights",
      paramLabel = "FILE.safetensors",
      description = "Trained weights of the baseline (default: train one, or use the cached one).")
  private Path weights;

  @Option(
      names = "--max-drop",
      defaultValue = "1.0",
      paramLabel = "POINTS",
      description =
          "Allowed loss of validation accuracy in percentage points (default: ${DEFAULT-VALUE}).")
  private double maxDrop;

  @Option(
      names = "--effort",
      defaultValue = "standard",
      paramLabel = "NAME",
      description = "quick, standard or thorough (default: ${DEFAULT-VALUE}).")
  private String effort;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of training and of retraining (default: the effort's).")
  private Double epochs;

  @Option(
      names = "--distil",
      description = "Let the result learn from the baseline's answers as well as from the labels.")
  private boolean distil;

  @Option(
      names = "--importance",
      defaultValue = "l2",
      paramLabel = "NAME",
      description = "Decides which channels go: l2, bn or taylor (default: ${DEFAULT-VALUE}).")
  private String importance;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of this run (default: a new one below results/).")
  private Path out;

  @Option(names = "--resume", description = "Go on with the run that was interrupted.")
  private boolean resume;

  @Mixin private DataChoice data;
  @Mixin private TrainingOptions training;
  @Mixin private RuntimeOptions runtime;

  /** Whether both things are said without which there is nothing to do. */
  boolean complete() {
    return model != null && budget != null;
  }

  Request request() {
    return new Request(
        new Request.Target(model, budget, objective, maxDrop),
        new Request.Data(data.source(), data.options()),
        new Request.Machine(runtime.runtime(), runtime.threads(), training.threads()),
        new Request.Work(
            effort,
            epochs == null ? OptionalDouble.empty() : OptionalDouble.of(training.epochs(epochs)),
            distil,
            importance,
            training.seed()),
        new Request.Places(
            runtime.cache(), Optional.ofNullable(out), Optional.ofNullable(weights), resume));
  }
}
