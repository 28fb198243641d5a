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
 * @param teacher whose answers count; present exactly if the recipe distils or the goal is outputs
 */
public record TrainingTask(
    Network network,
    Weights start,
    Images images,
    Normalization normalization,
    Recipe recipe,
    Optional<Teacher> teacher,
    Goal goal) {

  /** What the network is to learn. */
  public enum Goal {
    /** The pictures' classes, and the teacher's answers if the recipe distils. */
    CLASSES,
    /** All outputs of the teacher, whatever they mean; the pictures need no classes. */
    OUTPUTS
  }

  /** A trained network over the same classes and pictures. */
  public record Teacher(Network network, Weights weights) {}

  public TrainingTask {
    start.verifyFor(network);
    boolean taught = recipe.distillation().active() || goal == Goal.OUTPUTS;
    if (taught != teacher.isPresent()) {
      throw new IllegalArgumentException(
          "distillation needs a teacher, and a teacher distillation: " + recipe.distillation());
    }
    if (images.size() < 2) {
      throw new NotchException("training needs at least 2 images, got " + images.size());
    }
    verifyFit(network, images, goal);
    teacher.ifPresent(t -> verifyFit(t.network(), images, goal));
  }

  /** A task without a teacher. */
  public static TrainingTask of(
      Network network, Weights start, Images images, Normalization normalization, Recipe recipe) {
    return new TrainingTask(network, start, images, normalization, recipe, Optional.empty());
  }

  /** A task that learns the classes. */
  public TrainingTask(
      Network network,
      Weights start,
      Images images,
      Normalization normalization,
      Recipe recipe,
      Optional<Teacher> teacher) {
    this(network, start, images, normalization, recipe, teacher, Goal.CLASSES);
  }

  static void verifyFit(Network network, Images images) {
    verifyFit(network, images, Goal.CLASSES);
  }

  private static void verifyFit(Network network, Images images, Goal goal) {
    if ((goal == Goal.CLASSES && network.classes() != images.classes().size())
        || network.inputShape().height() != images.height()
        || network.inputShape().width() != images.width()
        || network.inputShape().channels() != images.channels()) {
      throw new NotchException(
          network + " cannot take " + images + "; build it for this size and these classes");
    }
  }
}
