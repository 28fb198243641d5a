package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.compressor.importance.GradientSource;
import dev.notch.compressor.importance.Importance;
import dev.notch.compressor.search.SearchSpace;
import dev.notch.compressor.training.Evaluator;
import dev.notch.compressor.training.Recalibration;
import dev.notch.compressor.training.Trainer;
import dev.notch.compressor.training.TrainingTask;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.DataSource;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the drawn pictures are for: a short training gets far but not all the way, and cutting
 * without retraining hurts, so that search and guard have something to decide.
 */
@Tag("slow")
class SyntheticDataTest {
  private static final int THREADS = 2;
  private static final long SEED = 1;

  private static final GradientSource NO_GRADIENTS =
      (network, weights, gradients) -> {
        throw new AssertionError("L2 needs no gradients");
      };

  private final DataSet data =
      DataSource.parse("synthetic").load(DataOptions.DEFAULT, Progress.NONE);
  private final Network network = Zoo.build("mobilenetv2", data.classes(), new Shape(3, 32, 32));

  @Test
  void aShortTrainingLearnsMostOfItAndACutToAQuarterForgetsIt() {
    Weights trained = train();
    double accuracy = accuracy(network, trained);
    ChannelSelection quarter = quarter(trained);
    Weights sliced =
        new Recalibration(data, THREADS)
            .calibrate(quarter.narrow(), quarter.slice(trained), Integer.MAX_VALUE);
    double cut = accuracy(quarter.narrow(), sliced);
    System.out.printf("accuracy %.4f, cut to a quarter %.4f%n", accuracy, cut);
    assertThat(accuracy).isBetween(0.80, 0.95);
    assertThat(accuracy - cut).isGreaterThan(0.20);
  }

  private Weights train() {
    Recipes recipes = new Recipes(Effort.named("quick"), OptionalDouble.empty(), SEED);
    TrainingTask task =
        TrainingTask.of(
            network,
            Initializer.initialize(network, SEED),
            data.train(),
            data.normalization(),
            recipes.baseline(network, data));
    return new Trainer(THREADS).train(task, Progress.NONE).weights();
  }

  private ChannelSelection quarter(Weights trained) {
    ChannelGroups groups = ChannelGroups.of(network);
    SearchSpace space = SearchSpace.of(groups);
    int[] point =
        IntStream.range(0, space.dimensions()).map(axis -> nearQuarter(space, axis)).toArray();
    WidthPlan plan = space.decode(point);
    return ChannelSelection.of(
        network, groups, plan, Importance.parse("l2").scores(network, trained, NO_GRADIENTS));
  }

  private static int nearQuarter(SearchSpace space, int axis) {
    return IntStream.range(0, space.size(axis))
        .boxed()
        .min(Comparator.comparingDouble(i -> Math.abs(space.axis(axis).fraction(i) - 0.25)))
        .orElseThrow();
  }

  private double accuracy(Network of, Weights weights) {
    return new Evaluator(THREADS)
        .correctness(of, weights, data.validation(), data.normalization(), Progress.NONE)
        .accuracy();
  }
}
