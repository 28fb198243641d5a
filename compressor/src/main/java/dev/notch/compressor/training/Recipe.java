package dev.notch.compressor.training;

import dev.notch.models.NotchException;
import dev.notch.models.data.Augmentation;

/**
 * Everything that decides how a network is trained, beside the pictures and the weights it starts
 * from. Stochastic gradient descent with Nesterov momentum; weight decay on the weights of
 * convolutions and linear layers only.
 *
 * @param epochs how often each picture is seen; may be a fraction
 * @param batch pictures a step
 * @param momentum of the gradients, 0 to below 1
 * @param weightDecay the share of each weight that is added to its gradient
 * @param labelSmoothing share of the target spread evenly over all classes, 0 to below 1
 * @param padding largest shift of a training picture in pixels
 * @param flip whether training pictures are mirrored half of the time
 * @param seed decides order, augmentation and dropout
 */
public record Recipe(
    double epochs,
    int batch,
    Schedule schedule,
    double momentum,
    double weightDecay,
    double labelSmoothing,
    int padding,
    boolean flip,
    Distillation distillation,
    long seed) {

  private static final long AUGMENTATION_SEED = 0x2545f4914f6cdd1dL;

  public Recipe {
    require(epochs > 0 && epochs <= 10_000, "the number of epochs must lie above 0", epochs);
    require(batch >= 2, "a batch needs at least 2 images", batch);
    require(momentum >= 0 && momentum < 1, "the momentum must be 0 to below 1", momentum);
    require(weightDecay >= 0 && weightDecay < 1, "weight decay must be 0 to below 1", weightDecay);
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label smoothing must be 0 to below 1",
        labelSmoothing);
    require(padding >= 0, "the padding must be at least 0", padding);
  }

  /** Training from scratch; chosen on CIFAR-10 photographs with MobileNet. */
  public static Recipe fromScratch(double epochs, long seed) {
    Schedule schedule = new Schedule(0.15, 0.25, Schedule.Anneal.LINEAR);
    return new Recipe(epochs, 128, schedule, 0.9, 5e-4, 0.1, 4, true, Distillation.NONE, seed);
  }

  /** Retraining of a network whose weights are nearly right already. */
  public static Recipe fineTuning(double epochs, long seed) {
    Schedule schedule = new Schedule(0.05, 0.1, Schedule.Anneal.COSINE);
    return fromScratch(epochs, seed).withSchedule(schedule);
  }

  /**
   * Learning of another network's outputs from weights that nearly give them: at higher rates the
   * outputs are further off after hundreds of steps than at the start.
   */
  public static Recipe imitation(double epochs, long seed) {
    Schedule schedule = new Schedule(0.002, 0.1, Schedule.Anneal.COSINE);
    return new Recipe(epochs, 16, schedule, 0.9, 0, 0, 4, true, Distillation.NONE, seed);
  }

  public Recipe withBatch(int pictures) {
    return new Recipe(
        epochs,
        pictures,
        schedule,
        momentum,
        weightDecay,
        labelSmoothing,
        padding,
        flip,
        distillation,
        seed);
  }

  public Recipe withSchedule(Schedule other) {
    return new Recipe(
        epochs,
        batch,
        other,
        momentum,
        weightDecay,
        labelSmoothing,
        padding,
        flip,
        distillation,
        seed);
  }

  public Recipe withDistillation(Distillation other) {
    return new Recipe(
        epochs, batch, schedule, momentum, weightDecay, labelSmoothing, padding, flip, other, seed);
  }

  public Recipe withAugmentation(int shift, boolean mirror) {
    return new Recipe(
        epochs,
        batch,
        schedule,
        momentum,
        weightDecay,
        labelSmoothing,
        shift,
        mirror,
        distillation,
        seed);
  }

  Augmentation augmentation() {
    return new Augmentation(padding, flip, seed ^ AUGMENTATION_SEED);
  }

  private static void require(boolean condition, String rule, Number was) {
    if (!condition) {
      throw new NotchException(rule + ", got " + was);
    }
  }
}
