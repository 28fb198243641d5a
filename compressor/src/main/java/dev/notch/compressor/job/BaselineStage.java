package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.run.CacheKey;
import dev.notch.compressor.run.Sha256;
import dev.notch.compressor.training.Checkpoints;
import dev.notch.compressor.training.Recalibration;
import dev.notch.compressor.training.Recipe;
import dev.notch.compressor.training.Trainer;
import dev.notch.compressor.training.TrainingTask;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataSet;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the trained baseline: the user's weights, a cached training, or a training now. */
record BaselineStage(Setting setting) {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String VALIDATION = "validation.bits";

  /** Enough of a hash to name an entry. */
  private static final int NAMED = 12;

  /** Raise it when networks from files learn in another form. */
  private static final int FORM = 3;

  Baseline find(Progress progress) {
    if (setting.subject().file().isPresent()) {
      return imported(setting.subject().file().get(), progress);
    }
    Optional<Path> given = setting.request().places().weights();
    if (given.isPresent()) {
      return given(given.get(), progress);
    }
    Recipe recipe = setting.recipes().baseline(setting.network(), setting.data());
    CacheKey key = key().with("recipe", recipe).with("initializer", Initializer.VERSION);
    Optional<Path> cached = setting.cache().find(key, progress);
    Path folder = cached.isPresent() ? cached.get() : train(key, recipe, progress);
    progress.note(
        "baseline: "
            + (cached.isPresent() ? "cached" : "trained")
            + ", key "
            + key.hash().substring(0, NAMED));
    return baseline(
        read(folder.resolve(WEIGHTS)), stored(folder), key.hash(), "trained by this tool");
  }

  private Baseline baseline(Weights weights, Correctness validation, String key, String origin) {
    Weighted deployed = new Weighted(setting.network(), weights);
    return new Baseline(weights, deployed, Optional.of(validation), key, origin);
  }

  /** The weights of the file, in the form in which the network learns. */
  private Baseline imported(Subject.Imported file, Progress progress) {
    Weights own = file.content().weights();
    String pictures = setting.pictures().map(DataSet::fingerprint).orElse("none");
    CacheKey key =
        CacheKey.of("baseline")
            .with("model", setting.subject().key())
            .with("proof", setting.proof())
            .with("form", FORM)
            .with("data", pictures);
    Weighted deployed = new Weighted(setting.form().deployed(), own);
    Weights weights = setting.form().learnerWeights(own, calibration());
    Optional<Correctness> validation = Optional.empty();
    if (setting.proof() == Proof.ACCURACY) {
      progress.stage("evaluate the baseline");
      validation = Optional.of(validate(weights, progress));
    } else if (setting.proof() == Proof.AGREEMENT) {
      new Outputs(setting, deployed).judgeImages(progress);
    }
    return new Baseline(weights, deployed, validation, key.hash(), file.path().toString());
  }

  private List<float[]> calibration() {
    return setting.form().normalised()
        ? new Recalibration(setting.data(), setting.trainThreads()).batches(Integer.MAX_VALUE)
        : List.of();
  }

  private CacheKey key() {
    Network network = setting.network();
    return CacheKey.of("baseline")
        .with("model", network.name())
        .with("input", network.inputShape())
        .with("classes", network.classes())
        .with("data", setting.data().fingerprint());
  }

  private Path train(CacheKey key, Recipe recipe, Progress progress) {
    Network network = setting.network();
    DataSet data = setting.data();
    Path checkpoint = setting.cache().workFolder(key).resolve("checkpoint.safetensors");
    progress.stage("train " + network.name());
    Weights weights =
        new Trainer(
                setting.trainThreads(),
                Checkpoints.in(checkpoint),
                new LockGate(setting.lock(), progress))
            .train(
                TrainingTask.of(
                    network,
                    Initializer.initialize(network, recipe.seed()),
                    data.train(),
                    data.normalization(),
                    recipe),
                progress)
            .weights();
    progress.stage("evaluate the baseline");
    Correctness validation = validate(weights, progress);
    Path entry = setting.cache().put(key, folder -> write(folder, weights, validation));
    setting.cache().clearWork(key);
    return entry;
  }

  private static void write(Path folder, Weights weights, Correctness validation)
      throws IOException {
    Safetensors.write(folder.resolve(WEIGHTS), weights, Precision.F32, Map.of());
    Files.write(folder.resolve(VALIDATION), validation.bits().toByteArray());
  }

  private Baseline given(Path file, Progress progress) {
    Weights weights = read(file);
    CacheKey key = key().with("weights", Sha256.of(weights));
    progress.stage("evaluate the baseline");
    return baseline(weights, validate(weights, progress), key.hash(), file.toString());
  }

  private Correctness validate(Weights weights, Progress progress) {
    return setting.correctness(setting.network(), weights, setting.data().validation(), progress);
  }

  private Correctness stored(Path folder) {
    try {
      byte[] bits = Files.readAllBytes(folder.resolve(VALIDATION));
      return new Correctness(setting.data().validation().size(), BitSet.valueOf(bits));
    } catch (IOException e) {
      throw new NotchException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private Weights read(Path file) {
    Weights weights = Safetensors.read(file).weights();
    try {
      weights.verifyFor(setting.network());
    } catch (IllegalArgumentException e) {
      throw new NotchException(
          file + " does not fit " + setting.network() + ": " + e.getMessage(), e);
    }
    return weights;
  }
}
