package dev.notch.timing.adaptive;

import dev.notch.profiler.NetworkChooser;
import dev.notch.profiler.store.Measurements;
import dev.notch.timing.TrainingData;

/**
 * Chooses what to measure next by a timing model that is fitted to what was measured so far: see
 * {@link ErrorRanking}.
 *
 * @param seed of the folds that tell where the model errs
 */
public record ErrorChooser(long seed) implements NetworkChooser {

  @Override
  public Ranking rank(Measurements stored) {
    TrainingData data = TrainingData.of(stored);
    return data.layers().isEmpty()
        ? SEEDED.rank(stored)
        : ErrorRanking.of(data, stored.header().runtime().label(), seed);
  }
}
