package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.compressor.guard.Correctness;
import dev.notch.models.weights.Weights;
import java.util.Optional;

/**
 * The trained network that everything is compared with.
 *
 * @param weights of the full network as it learns
 * @param deployed the full network as it is deployed
 * @param validation which validation pictures it has right, if they have classes
 * @param key hash of everything that the weights depend on
 * @param origin where the weights come from, for people
 */
record Baseline(
    Weights weights,
    Weighted deployed,
    Optional<Correctness> validation,
    String key,
    String origin) {

  /** What it has right, where pictures have classes. */
  Correctness accuracy() {
    return validation.orElseThrow(() -> new IllegalStateException("there are no classes"));
  }
}
