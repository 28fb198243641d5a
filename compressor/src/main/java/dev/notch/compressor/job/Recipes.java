package dev.notch.compressor.job;

import dev.notch.compressor.training.Distillation;
import dev.notch.compressor.training.Recipe;
import dev.notch.compressor.training.Schedule;
import dev.notch.models.data.DataSet;
import dev.notch.models.graph.Network;
import java.util.OptionalDouble;

/**
 * How networks are trained at an effort. A network that is too large for its effort's cap sees
 * fewer pictures, in smaller batches, so that it still takes enough steps.
 */
public record Recipes(Effort effort, OptionalDouble epochs, long seed) {
  /** Fewer steps than this do not anneal: the batch shrinks instead. */
  private static final int ENOUGH_STEPS = 300;

  private static final int SMALLEST_BATCH = 16;

  private static final int ENOUGH_PICTURES = 4000;

  /** Activations of a batch, with their gradients, stay below some 4 GB. */
  private static final double MOST_VALUES = 5e8;

  private static final int SMALLEST_FITTING = 4;

  /** What the teacher counts, and how soft its answers are. */
  private static final Distillation FROM_BASELINE = new Distillation(0.5, 4);

  /** From scratch, with steps enough whatever the number of pictures. */
  public static Recipe fromScratch(double epochs, DataSet data, long seed) {
    return sized(Recipe.fromScratch(epochs, seed), data);
  }

  /** From scratch, as long as the effort affords. */
  public Recipe baseline(Network network, DataSet data) {
    return fromScratch(epochs(effort.baseline(), network, data), data, seed);
  }

  /**
   * After channels were cut.
   *
   * @param baseline the network before the cut: its size decides how long, so that every plan of it
   *     is retrained alike
   */
  public Recipe retraining(Network baseline, DataSet data, boolean distil) {
    double count = epochs(effort.retrain(), baseline, data);
    Recipe recipe = sized(Recipe.fineTuning(count, seed + 1), data);
    return distil ? recipe.withDistillation(FROM_BASELINE) : recipe;
  }

  /**
   * To imitate the outputs of the original after channels were cut and what they did was
   * reconstructed, as long as with {@value #ENOUGH_PICTURES} pictures if there are fewer: outputs
   * say far more of a picture than its class, so that few do. The batch is one that fits into
   * memory.
   */
  public Recipe imitation(Network original, DataSet data) {
    double repeats = Math.max(1, (double) ENOUGH_PICTURES / data.train().size());
    Effort.Training training = effort.retrain();
    Effort.Training longer = new Effort.Training(training.epochs() * repeats, training.teraMacs());
    double count = epochs(longer, original, data);
    return fitting(Recipe.imitation(count, seed + 1), original);
  }

  /** The recipe with a batch whose activations fit into memory. */
  static Recipe fitting(Recipe recipe, Network network) {
    double values =
        network.nodes().stream().mapToDouble(node -> network.shape(node.id()).size()).sum();
    int batch = recipe.batch();
    while (batch > SMALLEST_FITTING && batch * values > MOST_VALUES) {
      batch /= 2;
    }
    return batch == recipe.batch() ? recipe : shrunk(recipe, batch);
  }

  private double epochs(Effort.Training training, Network network, DataSet data) {
    return epochs.orElseGet(() -> training.epochsFor(network.counts(), data.train().size()));
  }

  /**
   * The rate shrinks with the root of the batch. MobileNetV2 on drawn pictures, 4 epochs: 75 % at
   * batch 128, 85 % at 64 with the same rate, 89 % at 64 with two thirds of it.
   */
  private static Recipe sized(Recipe recipe, DataSet data) {
    double images = recipe.epochs() * data.train().size();
    int batch = recipe.batch();
    while (batch > SMALLEST_BATCH && images / batch < ENOUGH_STEPS) {
      batch /= 2;
    }
    return shrunk(recipe, batch);
  }

  private static Recipe shrunk(Recipe recipe, int batch) {
    Schedule schedule = recipe.schedule();
    double share = Math.sqrt((double) batch / recipe.batch());
    return recipe
        .withBatch(batch)
        .withSchedule(new Schedule(schedule.peak() * share, schedule.warmUp(), schedule.anneal()));
  }
}
