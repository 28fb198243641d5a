package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.training.Trainer.Trained;
import dev.notch.compressor.training.TrainingTask.Teacher;
import dev.notch.models.NotchException;
import dev.notch.models.data.Images;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int SIZE = 6;

  private final Network network = Toys.network(SIZE);
  private final Images images = Toys.coloured(64, SIZE, 1);

  @TempDir Path folder;

  /** Asks to stop once so many steps are done. */
  private record StopAfter(long[] seen, long steps) implements Progress {
    StopAfter(long steps) {
      this(new long[1], steps);
    }

    @Override
    public void stage(String name) {}

    @Override
    public void update(long done, long total, String message) {
      seen[0] = done;
    }

    @Override
    public void note(String message) {}

    @Override
    public boolean cancelled() {
      return seen[0] >= steps;
    }
  }

  private Trainer keeping() {
    return new Trainer(1, Checkpoints.in(folder.resolve("checkpoint")), BatchGate.OPEN);
  }

  private static boolean sameNumbers(Weights a, Weights b) {
    return a.tensors().equals(b.tensors());
  }

  @Test
  void learnsWhatCanBeLearned() {
    Trained trained = new Trainer(1).train(task(Toys.recipe(12)), Progress.NONE);
    Images fresh = Toys.coloured(200, SIZE, 2);
    Correctness correctness =
        new Evaluator(1, 33)
            .correctness(network, trained.weights(), fresh, Toys.HALF, Progress.NONE);
    assertThat(correctness.accuracy()).isGreaterThan(0.9);
    assertThat(trained.steps()).isEqualTo(12 * 8);
    assertThat(trained.loss()).isLessThan(1);
  }

  private TrainingTask task(Recipe recipe) {
    return Toys.task(network, images, recipe);
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherGivesOthers() {
    Trainer trainer = new Trainer(1);
    Weights first = trainer.train(task(Toys.recipe(1)), Progress.NONE).weights();
    assertThat(sameNumbers(first, trainer.train(task(Toys.recipe(1)), Progress.NONE).weights()))
        .isTrue();
    Recipe other = Recipe.fromScratch(1, 6).withBatch(8);
    assertThat(sameNumbers(first, trainer.train(task(other), Progress.NONE).weights())).isFalse();
  }

  @Test
  void goesOnAsIfNothingHadHappened() {
    TrainingTask task = task(Toys.recipe(2.5));
    Weights straight = new Trainer(1).train(task, Progress.NONE).weights();
    for (long stop : new long[] {3, 8, 13}) {
      assertThatThrownBy(() -> keeping().train(task, new StopAfter(stop)))
          .isInstanceOf(CancelledException.class);
    }
    Trained resumed = keeping().train(task, Progress.NONE);
    assertThat(resumed.steps()).isEqualTo(20);
    assertThat(sameNumbers(resumed.weights(), straight)).isTrue();
    Trained again = keeping().train(task, Progress.NONE);
    assertThat(sameNumbers(again.weights(), straight)).as("a finished training").isTrue();
  }

  @Test
  void aFailureLosesOnlyWhatIsNewerThanTheLastCheckpoint() {
    TrainingTask task = task(Toys.recipe(2));
    Checkpoints always = new Checkpoints(Optional.of(folder.resolve("checkpoint")), Duration.ZERO);
    List<Long> entered = new ArrayList<>();
    BatchGate breaking =
        new BatchGate() {
          @Override
          public void enter() {
            entered.add(0L);
            if (entered.size() == 6) {
              throw new IllegalStateException("power cut");
            }
          }

          @Override
          public void exit() {}
        };
    assertThatThrownBy(() -> new Trainer(1, always, breaking).train(task, Progress.NONE))
        .hasMessage("power cut");
    List<Long> seen = new ArrayList<>();
    StopAfter count = new StopAfter(Long.MAX_VALUE);
    new Trainer(1, always, gate(seen)).train(task, count);
    assertThat(seen).as("steps left of 16 after 5").hasSize(11);
  }

  private static BatchGate gate(List<Long> seen) {
    return new BatchGate() {
      @Override
      public void enter() {
        seen.add(1L);
      }

      @Override
      public void exit() {}
    };
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefused() {
    TrainingTask task = task(Toys.recipe(2));
    assertThatThrownBy(() -> keeping().train(task, new StopAfter(2)))
        .isInstanceOf(CancelledException.class);
    for (TrainingTask other :
        List.of(
            task(Toys.recipe(3)),
            Toys.task(network, Toys.coloured(64, SIZE, 9), Toys.recipe(2)),
            TrainingTask.of(
                network, Initializer.initialize(network, 1), images, Toys.HALF, task.recipe()))) {
      assertThatThrownBy(() -> keeping().train(other, Progress.NONE))
          .isInstanceOf(NotchException.class)
          .hasMessageContaining("belongs to another training");
    }
  }

  @Test
  void aDamagedCheckpointIsNamed() throws java.io.IOException {
    Files.write(folder.resolve("checkpoint"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> keeping().train(task(Toys.recipe(1)), Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("checkpoint");
  }

  @Test
  void divergenceIsSaidSo() {
    TrainingTask task = task(Toys.recipe(1));
    task.start().get("conv.weight").data()[0] = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> new Trainer(1).train(task, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("diverged at step")
        .hasMessageContaining("lower learning rate");
  }

  @Test
  void aStudentBecomesLikeItsTeacher() {
    Weights taught = new Trainer(1).train(task(Toys.recipe(12)), Progress.NONE).weights();
    Recipe imitate = Toys.recipe(12).withDistillation(new Distillation(1, 2));
    Images mislabelled = Toys.mislabelled(images);
    TrainingTask task =
        new TrainingTask(
            network,
            Initializer.initialize(network, 8),
            mislabelled,
            Toys.HALF,
            imitate,
            Optional.of(new Teacher(network, taught)));
    Weights student = new Trainer(1).train(task, Progress.NONE).weights();
    Images fresh = Toys.coloured(200, SIZE, 2);
    assertThat(
            new Evaluator(1)
                .correctness(network, student, fresh, Toys.HALF, Progress.NONE)
                .accuracy())
        .as("the labels are wrong, the teacher is right")
        .isGreaterThan(0.9);
  }

  @Test
  void threadsAreGivenBack() {
    int before = Torch.threads();
    new Trainer(before + 1).train(task(Toys.recipe(0.1)), Progress.NONE);
    assertThat(Torch.threads()).isEqualTo(before);
  }

  @Test
  void picturesOfAnotherSizeAreRefused() {
    Images large = Toys.coloured(10, SIZE + 1, 1);
    assertThatThrownBy(() -> Toys.task(network, large, Toys.recipe(1)))
        .isInstanceOf(NotchException.class);
  }
}
