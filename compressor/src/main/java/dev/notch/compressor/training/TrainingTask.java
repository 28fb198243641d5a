package dev.notch.compressor.training;

import dev.notch.models.NotchException;
import dev.notch.models.data.Images;
import dev.notch.models.data.Normalization;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.util.Optional;

/**
 * What to train on what.
 *
 * @param start weights to begin with
 * @param images to learn from
 * @param teacher whose answers count too; present exactly if the recipe distils
 */
public record TrainingTask(
    Network network,
    Weights start,
    Images images,
    Normalization normalization,
    Recipe recipe,
    Optional<Teacher> teacher) {

  /** A trained network over the same classes and pictures. */
  public record Teacher(Network network, Weights weights) {}

  public TrainingTask {
    start.verifyFor(network);
    if (recipe.distillation().active() != teacher.isPresent()) {
      throw new IllegalArgumentException(
          "distillation needs a teacher, and a teacher distillation: " + recipe.distillation());
    }
    if (images.size() < 2) {
      throw new NotchException("training needs at least 2 images, got " + images.size());
    }
    verifyFit(network, images);
    teacher.ifPresent(t -> verifyFit(t.network(), images));
  }

  /** A task without a teacher. */
  public static TrainingTask of(
      Network network, Weights start, Images images, Normalization normalization, Recipe recipe) {
    return new TrainingTask(network, start, images, normalization, recipe, Optional.empty());
  }

  static void verifyFit(Network network, Images images) {
    if (network.classes() != images.classes().size()
        || network.inputShape().height() != images.height()
        || network.inputShape().width() != images.width()
        || network.inputShape().channels() != Images.CHANNELS) {
      throw new NotchException(
          network + " cannot take " + images + "; build it for this size and these classes");
    }
  }
}
