package dev.notch.compressor.training;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.training.Trainer.Trained;
import dev.notch.models.ToolVersion;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains one of the ten networks from scratch into a folder: {@code weights.safetensors}, {@code
 * training.json} with everything that led to them, and {@code checkpoint.safetensors}, from which
 * the same call goes on after a stop.
 *
 * @param threads for each operation
 * @param gate passed before each batch
 */
public record BaselineTrainer(int threads, BatchGate gate) {

  /**
   * What to train: the same task in the same folder goes on where it stopped.
   *
   * @param model name in the {@link Zoo}
   */
  public record Task(String model, DataSet data, Recipe recipe, Path folder) {

    /** The network for the size and the classes of the data. */
    public Network network() {
      Images images = data.train();
      Shape input = new Shape(Images.CHANNELS, images.height(), images.width());
      return Zoo.build(model, data.classes(), input);
    }
  }

  /** The trained network and how good it is. */
  public record Baseline(Network network, Weights weights, TrainingReport report) {}

  /**
   * Trains, evaluates on validation and test pictures, and writes the files.
   *
   * @throws dev.notch.models.NotchException if the training diverges or a file cannot be written
   */
  public Baseline train(Task task, Progress progress) {
    Network network = task.network();
    Weights start = Initializer.initialize(network, task.recipe().seed());
    progress.stage("train " + task.model());
    Trained trained =
        new Trainer(threads, Checkpoints.in(task.folder().resolve("checkpoint.safetensors")), gate)
            .train(trainingTask(task, network, start), progress);
    progress.stage("evaluate " + task.model());
    Correctness validation = evaluate(task, network, trained, task.data().validation(), progress);
    Correctness test = evaluate(task, network, trained, task.data().test(), progress);
    TrainingReport report = TrainingReport.of(task, threads, trained, validation, test);
    Safetensors.write(
        task.folder().resolve("weights.safetensors"),
        trained.weights(),
        Precision.F32,
        metadata(report));
    report.write(task.folder().resolve("training.json"));
    return new Baseline(network, trained.weights(), report);
  }

  private static TrainingTask trainingTask(Task task, Network network, Weights start) {
    DataSet data = task.data();
    return TrainingTask.of(network, start, data.train(), data.normalization(), task.recipe());
  }

  private Correctness evaluate(
      Task task, Network network, Trained trained, Images images, Progress progress) {
    return new Evaluator(threads)
        .correctness(network, trained.weights(), images, task.data().normalization(), progress);
  }

  private static Map<String, String> metadata(TrainingReport report) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("format", Integer.toString(TrainingReport.FORMAT));
    metadata.put("tool", ToolVersion.NAME + " " + ToolVersion.version());
    metadata.put("model", report.model());
    metadata.put("classes", Integer.toString(report.classes()));
    metadata.put("data", report.data().name());
    metadata.put("data_fingerprint", report.data().fingerprint());
    metadata.put("recipe", report.recipe().toString());
    metadata.put("accuracy_validation", Double.toString(report.accuracy().validation()));
    metadata.put("accuracy_test", Double.toString(report.accuracy().test()));
    return metadata;
  }
}
