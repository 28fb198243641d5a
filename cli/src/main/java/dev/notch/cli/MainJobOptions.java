package dev.notch.cli;

import dev.notch.compressor.importance.Importance;
import dev.notch.compressor.job.Budget;
import dev.notch.compressor.job.Request;
import dev.notch.compressor.search.Objective;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSource;
import dev.notch.models.data.UnlabelledSource;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.source.ModelSource;
import dev.notch.models.source.OnnxFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the main job. */
final class MainJobOptions {

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE.onnx",
      completionCandidates = NetworkOptions.Names.class,
      description = "The network to fit: ${COMPLETION-CANDIDATES}, or an ONNX file of your own.")
  private ModelSource model;

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
      names = "--images",
      paramLabel = "DIR",
      description =
          "Images without classes for an ONNX file, instead of --data: the result learns the"
              + " original's outputs and is judged by how near it stays to them.")
  private Path images;

  @Option(
      names = "--max-error",
      defaultValue = "" + Request.Target.USUAL_ERROR,
      paramLabel = "SHARE",
      description =
          "Allowed relative error of each output with --images, root mean square over all values"
              + " and images (default: ${DEFAULT-VALUE}).")
  private double maxError;

  @Option(
      names = "--input-size",
      paramLabel = "PIXELS|HxW",
      description = "Size of the images for an ONNX file that leaves it open: 224 or 64x128.")
  private ImageSize size;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description = "Opset of the written ONNX file, at least (default: the original's).")
  private Integer opset;

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
      paramLabel = "NAME",
      description =
          "Decides which channels go: l2, bn or taylor (default: taylor for an ONNX file with"
              + " --data, else l2).")
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
    DataOptions options = data.options();
    Optional<DataSource> pictures = source();
    return new Request(
        new Request.Target(model, budget, objective, maxDrop, maxError),
        new Request.Data(pictures, options, Optional.ofNullable(size)),
        new Request.Machine(runtime.runtime(), runtime.threads(), training.threads()),
        new Request.Work(
            effort,
            epochs == null ? OptionalDouble.empty() : OptionalDouble.of(training.epochs(epochs)),
            distil,
            importance(pictures),
            training.seed()),
        new Request.Places(
            runtime.cache(), Optional.ofNullable(out), Optional.ofNullable(weights), resume),
        new Request.Export(opset == null ? OptionalInt.empty() : OptionalInt.of(opset)));
  }

  /** Norms of filters into which batch normalisation was folded say little of their channels. */
  private String importance(Optional<DataSource> pictures) {
    if (importance != null) {
      return importance;
    }
    boolean classes = pictures.filter(DataSource::labelled).isPresent();
    return (model instanceof OnnxFile && classes ? Importance.TAYLOR : Importance.FILTER_NORM)
        .option();
  }

  /** A network by name has pictures that Notch draws; one of the user's may have none. */
  private Optional<DataSource> source() {
    Optional<DataSource> named = data.named();
    if (images != null && named.isPresent()) {
      throw new NotchException("give --data or --images, not both");
    }
    if (images != null) {
      return Optional.of(new UnlabelledSource(images));
    }
    if (named.isPresent() || !(model instanceof OnnxFile)) {
      return Optional.of(data.source());
    }
    if (data.prepared()) {
      throw new NotchException(
          "--mean, --std and --data-config say how images are prepared: give --data or --images");
    }
    return Optional.empty();
  }
}
