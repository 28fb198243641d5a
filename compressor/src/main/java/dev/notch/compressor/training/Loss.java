package dev.notch.compressor.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * Cross entropy with smoothed labels, mixed with the divergence from a teacher's answers at a
 * temperature (scaled by its square, so that gradients keep their size).
 */
final class Loss {
  /** Outputs that are zero throughout must not divide by it. */
  private static final float SMALLEST_SQUARE = 1e-12f;

  private final int classes;
  private final double smoothing;
  private final Distillation distillation;

  Loss(int classes, Recipe recipe) {
    this(classes, recipe.labelSmoothing(), recipe.distillation());
  }

  Loss(int classes, double smoothing, Distillation distillation) {
    this.classes = classes;
    this.smoothing = smoothing;
    this.distillation = distillation;
  }

  /** The mean over the batch when there is no teacher. */
  NDArray ofLabels(NDArray logits, int[] labels) {
    NDArray target = logits.getManager().create(targets(labels), shape(labels));
    return crossEntropy(logits, target);
  }

  /** The mean over the batch; the teacher's own entropy, a constant, is left out. */
  NDArray withTeacher(NDArray logits, int[] labels, NDArray teacherLogits) {
    double t = distillation.temperature();
    double w = distillation.weight();
    NDArray soft = teacherLogits.div((float) t).softmax(1);
    NDArray imitation = crossEntropy(logits.div((float) t), soft).mul((float) (w * t * t));
    return ofLabels(logits, labels).mul((float) (1 - w)).add(imitation);
  }

  /**
   * The squared differences of all outputs from those wanted, each output's divided by the mean
   * square of what is wanted of it, so that large outputs do not drown small ones.
   */
  static NDArray ofOutputs(List<PtNDArray> outputs, List<PtNDArray> wanted) {
    NDArray sum = null;
    for (int i = 0; i < outputs.size(); i++) {
      float scale = wanted.get(i).square().mean().getFloat();
      NDArray off = outputs.get(i).sub(wanted.get(i)).square().mean();
      NDArray share = off.div(Math.max(scale, SMALLEST_SQUARE) * outputs.size());
      sum = sum == null ? share : sum.add(share);
    }
    return sum;
  }

  private static NDArray crossEntropy(NDArray logits, NDArray target) {
    return logits.logSoftmax(1).mul(target).sum().mul(-1f / logits.getShape().get(0));
  }

  private float[] targets(int[] labels) {
    float[] targets = new float[labels.length * classes];
    java.util.Arrays.fill(targets, (float) (smoothing / classes));
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] += (float) (1 - smoothing);
    }
    return targets;
  }

  private Shape shape(int[] labels) {
    return new Shape(labels.length, classes);
  }
}
