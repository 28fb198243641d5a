package dev.notch.compressor.job;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.run.CacheKey;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.training.Checkpoints;
import dev.notch.compressor.training.Recalibration;
import dev.notch.compressor.training.Recipe;
import dev.notch.compressor.training.Trainer;
import dev.notch.compressor.training.TrainingTask;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * Trains networks on from weights that are nearly right: the narrowed ones, and the baseline itself
 * as a control. Trained weights are kept in the run's folder, so that a resumed run finds them.
 * Without pictures there is nothing to train on: weights stay as they are.
 */
record Retrainer(Setting setting, Baseline baseline, RunFolder run) {
  /** Training pictures on which weights before and after training are compared. */
  private static final int COMPARED = 256;

  private static final String CONTROL = "weights.safetensors";

  /** A network with its weights and what it has right. */
  record Trained(Network network, Weights weights, Optional<Correctness> validation) {}

  /**
   * @param name of the file in the run's folder
   * @param start asked only if the file is not there yet
   */
  Trained retrain(String name, Network network, Supplier<Weights> start, Progress progress) {
    if (setting.proof() == Proof.NOTHING) {
      return new Trained(network, start.get(), Optional.empty());
    }
    Path file = run.file(name + ".safetensors");
    if (!Files.exists(file)) {
      Recipe recipe = recipe(setting.request().work().distil());
      Path checkpoint = run.file(name + ".checkpoint");
      Weights begun = start.get();
      progress.stage("retrain");
      Weights trained = trainNow(checkpoint, network, begun, recipe, progress);
      write(file, better(network, begun, trained, progress));
      delete(checkpoint);
    }
    return judged(network, read(file), progress);
  }

  /**
   * What was trained, unless it is worse than before: a network that was reconstructed is so near
   * to the original that a short training may lead away from it.
   */
  private Weights better(Network network, Weights before, Weights trained, Progress progress) {
    boolean classes = setting.proof() == Proof.ACCURACY;
    double lost = classes ? wrong(network, before, progress) : farthest(network, before, progress);
    double left =
        classes ? wrong(network, trained, progress) : farthest(network, trained, progress);
    // What is not a number is the worst.
    boolean worse = Double.compare(lost, left) < 0;
    progress.note(
        String.format(
            Locale.ROOT,
            "%s: %.4f after the cut, %.4f retrained%s",
            classes ? "validation images wrong" : "largest error on training images",
            lost,
            left,
            worse ? ", which is not taken" : ""));
    return worse ? before : trained;
  }

  private double wrong(Network network, Weights weights, Progress progress) {
    return 1 - judged(network, weights, progress).validation().orElseThrow().accuracy();
  }

  private double farthest(Network network, Weights weights, Progress progress) {
    Images images = new Recalibration(setting.data(), setting.trainThreads()).others(COMPARED);
    double[] errors =
        setting
            .errors(images)
            .of(setting.network(), baseline.weights(), network, weights, progress);
    return DoubleStream.of(errors).max().orElseThrow();
  }

  /**
   * The baseline trained on as the result was, from labels only. It does not depend on any plan, so
   * other runs use it again.
   */
  Trained control(Progress progress) {
    Recipe recipe = recipe(false);
    CacheKey key = CacheKey.of("control").with("baseline", baseline.key()).with("recipe", recipe);
    Path entry =
        setting.cache().find(key, progress).orElseGet(() -> trainControl(key, recipe, progress));
    return judged(setting.network(), read(entry.resolve(CONTROL)), progress);
  }

  private Path trainControl(CacheKey key, Recipe recipe, Progress progress) {
    progress.stage("control");
    Path checkpoint = setting.cache().workFolder(key).resolve("checkpoint");
    Weights weights = trainNow(checkpoint, setting.network(), baseline.weights(), recipe, progress);
    Path entry = setting.cache().put(key, folder -> write(folder.resolve(CONTROL), weights));
    setting.cache().clearWork(key);
    return entry;
  }

  private Recipe recipe(boolean distil) {
    if (setting.proof() == Proof.AGREEMENT) {
      return setting.recipes().imitation(setting.network(), setting.data());
    }
    Recipe recipe = setting.recipes().retraining(setting.network(), setting.data(), distil);
    // The ten are trained as they always were; files hold networks for pictures of any size.
    return setting.subject().file().isPresent()
        ? Recipes.fitting(recipe, setting.network())
        : recipe;
  }

  private Trained judged(Network network, Weights weights, Progress progress) {
    if (setting.proof() != Proof.ACCURACY) {
      return new Trained(network, weights, Optional.empty());
    }
    Correctness validation =
        setting.correctness(network, weights, setting.data().validation(), progress);
    return new Trained(network, weights, Optional.of(validation));
  }

  private Weights trainNow(
      Path checkpoint, Network network, Weights start, Recipe recipe, Progress progress) {
    DataSet data = setting.data();
    return new Trainer(
            setting.trainThreads(),
            Checkpoints.in(checkpoint),
            new LockGate(setting.lock(), progress))
        .train(
            new TrainingTask(
                network,
                start,
                data.train(),
                data.normalization(),
                recipe,
                teacher(recipe),
                goal()),
            progress)
        .weights();
  }

  private static Weights read(Path file) {
    return Safetensors.read(file).weights();
  }

  private static void write(Path file, Weights weights) {
    Safetensors.write(file, weights, Precision.F32, Map.of());
  }

  private TrainingTask.Goal goal() {
    return setting.proof() == Proof.AGREEMENT
        ? TrainingTask.Goal.OUTPUTS
        : TrainingTask.Goal.CLASSES;
  }

  private Optional<TrainingTask.Teacher> teacher(Recipe recipe) {
    return recipe.distillation().weight() > 0 || goal() == TrainingTask.Goal.OUTPUTS
        ? Optional.of(new TrainingTask.Teacher(setting.network(), baseline.weights()))
        : Optional.empty();
  }

  private static void delete(Path checkpoint) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new NotchException("cannot remove " + checkpoint + ": " + e.getMessage(), e);
    }
  }
}
