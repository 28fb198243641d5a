package dev.notch.compressor.training;

import dev.notch.compressor.training.TrainingStep.Observed;
import dev.notch.models.NotchException;
import dev.notch.models.data.Batches;
import dev.notch.models.djl.Torch;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.BiasAbsorption;
import dev.notch.models.weights.Weights;
import java.util.Optional;

/**
 * Trains networks. A training that was stopped goes on from its checkpoint and sees the pictures
 * that it would have seen. One training at a time in a process: PyTorch collects gradients for one.
 *
 * @param threads for each operation
 * @param gate passed before each batch
 */
public record Trainer(int threads, Checkpoints checkpoints, BatchGate gate) {

  /**
   * What a training gave.
   *
   * @param loss mean over the last hundred steps of this call; NaN if there was nothing left to do
   * @param accuracy share of the (augmented) training pictures of the last hundred steps that were
   *     classified correctly; NaN like the loss
   * @param seconds of training, checkpoints and earlier runs of the same training included
   */
  public record Trained(
      Weights weights, long steps, double loss, double accuracy, double seconds) {}

  /** Without checkpoints and without a gate. */
  public Trainer(int threads) {
    this(threads, Checkpoints.NONE, BatchGate.OPEN);
  }

  /**
   * Trains until the recipe is done.
   *
   * @throws NotchException if the loss is no longer a number, or the checkpoint cannot be used
   * @throws dev.notch.models.progress.CancelledException if the user stops it; the checkpoint is up
   *     to date then
   */
  @SuppressWarnings("try")
  public Trained train(TrainingTask task, Progress progress) {
    String key = checkpoints.file().isPresent() ? TaskKey.of(task) : "";
    Optional<Checkpoint> saved = checkpoints.file().flatMap(file -> Checkpoint.read(file, key));
    BiasAbsorption bare = new BiasAbsorption(task.network());
    Weights start = saved.map(Checkpoint::weights).orElseGet(() -> bare.absorb(task.start()));
    start.verifyFor(bare.network());
    try (Torch.ThreadScope scope = Torch.threads(threads);
        TrainingStep step =
            new TrainingStep(bare.network(), start, task.recipe(), task.teacher(), task.goal())) {
      saved.ifPresent(checkpoint -> step.optimizer().restore(checkpoint.velocities()));
      Run run = new Run(task, step, key, progress, saved);
      run.toTheEnd();
      return run.result(bare.restore(step.weights(), task.start()));
    }
  }

  /** One call of {@link #train}. */
  private final class Run {
    private final TrainingTask task;
    private final TrainingStep step;
    private final String key;
    private final Progress progress;
    private final Steps steps;
    private final TrainingMeter meter;
    private long done;
    private long lastSaved = System.nanoTime();

    Run(
        TrainingTask task,
        TrainingStep step,
        String key,
        Progress progress,
        Optional<Checkpoint> saved) {
      this.task = task;
      this.step = step;
      this.key = key;
      this.progress = progress;
      this.steps = new Steps(task.images().size(), task.recipe());
      this.done = saved.map(Checkpoint::steps).orElse(0L);
      this.meter = new TrainingMeter(steps, saved.map(Checkpoint::seconds).orElse(0.0));
    }

    void toTheEnd() {
      Batches batches = new Batches(task.images(), task.normalization());
      try (BatchLoader loader =
          new BatchLoader(batches, steps, task.recipe().augmentation(), done)) {
        while (done < steps.total()) {
          checkStop();
          one(loader);
          if (done == steps.total() || done % steps.perEpoch() == 0 || due()) {
            save();
          }
        }
      }
    }

    private void one(BatchLoader loader) {
      BatchLoader.Loaded batch = loader.next();
      gate.enter();
      try {
        Torch.seed(steps.seed(done));
        Observed observed = step.learn(batch, task.recipe().schedule().rate(done, steps.total()));
        verify(observed);
        done++;
        meter.add(observed);
      } finally {
        gate.exit();
      }
      progress.update(done, steps.total(), meter.message(done));
    }

    private void verify(Observed observed) {
      if (!Double.isFinite(observed.loss())) {
        throw new NotchException(
            "the training of "
                + task.network().name()
                + " diverged at step "
                + done
                + ": its loss is "
                + observed.loss()
                + "; choose a lower learning rate than "
                + task.recipe().schedule().peak());
      }
    }

    private void checkStop() {
      if (progress.cancelled()) {
        save();
        progress.check();
      }
    }

    private boolean due() {
      return System.nanoTime() - lastSaved > checkpoints.every().toNanos();
    }

    private void save() {
      checkpoints
          .file()
          .ifPresent(
              file ->
                  new Checkpoint(
                          done, meter.seconds(), step.weights(), step.optimizer().velocities())
                      .write(file, key));
      lastSaved = System.nanoTime();
    }

    Trained result(Weights weights) {
      return new Trained(weights, done, meter.loss(), meter.accuracy(), meter.seconds());
    }
  }
}
