package dev.notch.compressor.training;

import dev.notch.models.data.Splits;
import java.util.Arrays;

/**
 * Which pictures each step of a training sees: a pure function of seed and step, so that a training
 * that goes on after a stop sees what it would have seen. Pictures that fill no batch are left out
 * of their epoch; the order changes from epoch to epoch.
 */
final class Steps {
  private static final long EPOCH_STEP = 0x9e3779b97f4a7c15L;

  private final int images;
  private final int batch;
  private final long seed;
  private final long total;

  Steps(int images, Recipe recipe) {
    this.images = images;
    this.batch = Math.min(recipe.batch(), images);
    this.seed = recipe.seed();
    this.total = Math.max(1, Math.round(recipe.epochs() * perEpoch()));
  }

  /** Number of steps of the whole training. */
  long total() {
    return total;
  }

  int perEpoch() {
    return images / batch;
  }

  int batch() {
    return batch;
  }

  int epoch(long step) {
    return Math.toIntExact(step / perEpoch());
  }

  /** The order of an epoch. */
  int[] order(int epoch) {
    return Splits.permutation(images, seed + EPOCH_STEP * (epoch + 1L));
  }

  /** The part of an epoch's order that a step takes. */
  int[] pictures(int[] order, long step) {
    int from = Math.toIntExact(step % perEpoch()) * batch;
    return Arrays.copyOfRange(order, from, from + batch);
  }

  /** A seed for what is drawn within one step. */
  long seed(long step) {
    return seed * EPOCH_STEP + step;
  }
}
