package dev.notch.compressor.training;

import dev.notch.models.NotchException;

/**
 * How much a network learns from a teacher's answers (Hinton et al., arXiv:1503.02531).
 *
 * @param weight share of the loss that compares with the teacher, 0 to 1; the rest compares with
 *     the labels
 * @param temperature by which both networks' logits are divided for the comparison
 */
public record Distillation(double weight, double temperature) {
  /** Labels only. */
  public static final Distillation NONE = new Distillation(0, 1);

  public Distillation {
    if (!(weight >= 0) || !(weight <= 1) || !(temperature > 0)) {
      throw new NotchException(
          "distillation needs a weight from 0 to 1 and a temperature above 0, got "
              + weight
              + " and "
              + temperature);
    }
  }

  /** Whether there is anything to learn from a teacher. */
  boolean active() {
    return weight > 0;
  }
}
