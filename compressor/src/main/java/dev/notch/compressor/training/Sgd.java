package dev.notch.compressor.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.djl.NetworkBlock;
import dev.notch.models.djl.Values;
import dev.notch.models.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stochastic gradient descent with Nesterov momentum as in PyTorch: {@code g += decay w; v = m v +
 * g; w -= rate (g + m v)}. DJL's own knows no Nesterov momentum and lets the learning rate of
 * earlier steps linger in the momentum.
 *
 * <p>Only tensors of two and more dimensions decay: neither biases nor batch normalisation.
 */
final class Sgd implements AutoCloseable {
  private final Map<String, PtNDArray> parameters = new LinkedHashMap<>();
  private final Map<String, PtNDArray> velocities = new LinkedHashMap<>();
  private final NDManager manager;
  private final PtNDArray momentum;
  private final PtNDArray decay;

  Sgd(NDManager parent, NetworkBlock block, Recipe recipe) {
    manager = parent.newSubManager();
    momentum = (PtNDArray) manager.create((float) recipe.momentum());
    decay = (PtNDArray) manager.create((float) recipe.weightDecay());
    block
        .arrays()
        .forEach(
            (name, array) -> {
              if (NetworkBlock.trainable(name)) {
                array.setRequiresGradient(true);
                parameters.put(name, array);
                velocities.put(name, (PtNDArray) manager.zeros(array.getShape()));
              }
            });
  }

  /** Moves all parameters by their gradients and clears these. */
  void step(double rate) {
    move(rate, 1);
  }

  /** The same, but gradients that are together longer than this are shortened to it. */
  void step(double rate, double longest) {
    move(rate, Math.min(1, longest / gradientNorm()));
  }

  private double gradientNorm() {
    double squares = 0;
    for (PtNDArray weight : parameters.values()) {
      try (PtNDArray gradient = weight.getGradient();
          NDArray square = gradient.square();
          NDArray sum = square.sum()) {
        squares += sum.getFloat();
      }
    }
    return Math.sqrt(squares);
  }

  private void move(double rate, double share) {
    try (PtNDArray rateOfStep = (PtNDArray) manager.create((float) rate)) {
      parameters.forEach((name, array) -> move(array, velocities.get(name), rateOfStep, share));
    }
  }

  private void move(PtNDArray weight, PtNDArray velocity, PtNDArray rate, double share) {
    try (PtNDArray gradient = weight.getGradient()) {
      if (share < 1) {
        gradient.muli((float) share);
      }
      if (weight.getShape().dimension() > 1) {
        try (PtNDArray decayed = JniUtils.mul(weight, decay)) {
          JniUtils.addi(gradient, decayed);
        }
      }
      JniUtils.muli(velocity, momentum);
      JniUtils.addi(velocity, gradient);
      try (PtNDArray change = JniUtils.mul(velocity, momentum)) {
        JniUtils.addi(change, gradient);
        JniUtils.muli(change, rate);
        JniUtils.subi(weight, change);
      }
      JniUtils.zeroGrad(weight);
    }
  }

  /** Copies of the velocities by the name of their parameter. */
  Map<String, Tensor> velocities() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    velocities.forEach(
        (name, array) -> copies.put(name, new Tensor(intShape(array), Values.floats(array))));
    return copies;
  }

  /** Goes on with these velocities. */
  void restore(Map<String, Tensor> saved) {
    velocities.forEach(
        (name, array) -> {
          try (NDArray copy = Values.create(manager, saved.get(name), DataType.FLOAT32)) {
            array.muli(0).addi(copy);
          }
        });
  }

  private static int[] intShape(NDArray array) {
    long[] shape = array.getShape().getShape();
    int[] ints = new int[shape.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(shape[i]);
    }
    return ints;
  }

  @Override
  public void close() {
    manager.close();
  }
}
