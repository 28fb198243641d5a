package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.Layer.Activation;

/** Elementwise functions on PyTorch; what it lacks is composed, and steps in between are freed. */
final class Activations {
  private static final double CUBE = 0.044715;
  private static final double SLOPE = Math.sqrt(2 / Math.PI);

  private Activations() {}

  static PtNDArray run(Activation activation, PtNDArray x) {
    double a = activation.a();
    double b = activation.b();
    return switch (activation.function()) {
      case RELU -> JniUtils.relu(x);
      case RELU6 -> JniUtils.clip(x, 0, 6);
      case SIGMOID -> JniUtils.sigmoid(x);
      case LEAKY_RELU -> JniUtils.leakyRelu(x, a);
      case HARD_SIGMOID -> hardSigmoid(x, a, b);
      case HARD_SWISH -> gate(x, hardSigmoid(x, 1.0 / 6, 0.5));
      case SILU -> gate(x, JniUtils.sigmoid(x));
      case TANH -> JniUtils.tanh(x);
      case GELU -> JniUtils.gelu(x);
      case GELU_TANH -> geluTanh(x);
      case CLIP -> JniUtils.clip(x, a, b);
      case ELU -> JniUtils.elu(x, a);
      case SOFTPLUS -> JniUtils.softPlus(x);
      case MISH -> mish(x);
    };
  }

  private static PtNDArray hardSigmoid(PtNDArray x, double a, double b) {
    try (NDArray scaled = x.mul(a);
        NDArray moved = scaled.add(b)) {
      return JniUtils.clip((PtNDArray) moved, 0, 1);
    }
  }

  private static PtNDArray gate(PtNDArray x, PtNDArray gate) {
    try (gate) {
      return JniUtils.mul(x, gate);
    }
  }

  private static PtNDArray mish(PtNDArray x) {
    try (PtNDArray soft = JniUtils.softPlus(x)) {
      return gate(x, JniUtils.tanh(soft));
    }
  }

  private static PtNDArray geluTanh(PtNDArray x) {
    try (NDArray square = x.mul(x);
        NDArray factor = square.mul(SLOPE * CUBE).add(SLOPE);
        NDArray inner = x.mul(factor);
        NDArray bent = inner.tanh();
        NDArray share = bent.add(1).mul(0.5)) {
      return JniUtils.mul(x, (PtNDArray) share);
    }
  }
}
