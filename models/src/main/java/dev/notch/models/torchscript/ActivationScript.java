package dev.notch.models.torchscript;

import static dev.notch.models.torchscript.Script.call;

import dev.notch.models.graph.Layer.Activation;

/** Elementwise functions as expressions. */
final class ActivationScript {
  private static final double CUBE = 0.044715;
  private static final double SLOPE = Math.sqrt(2 / Math.PI);

  private ActivationScript() {}

  static String expression(Activation activation, String x) {
    double a = activation.a();
    double b = activation.b();
    return switch (activation.function()) {
      case RELU -> call("relu", x);
      case RELU6 -> call("hardtanh", x, 0.0, 6.0);
      case SIGMOID -> call("sigmoid", x);
      case LEAKY_RELU -> call("leaky_relu", x, a);
      case HARD_SIGMOID -> call("clamp", call("add", call("mul", x, a), b), 0.0, 1.0);
      case HARD_SWISH -> call("hardswish", x);
      case SILU -> call("silu", x);
      case TANH -> call("tanh", x);
      case GELU -> halves(x, call("erf", call("mul", x, Math.sqrt(0.5))));
      case GELU_TANH -> halves(x, call("tanh", inner(x)));
      case CLIP -> clip(x, a, b);
      case ELU -> call("elu", x, a);
      case SOFTPLUS -> call("softplus", x);
      case MISH -> call("mul", x, call("tanh", call("softplus", x)));
    };
  }

  /** {@code sqrt(2 / pi) (x + 0.044715 x^3)}. */
  private static String inner(String x) {
    String factor = call("add", call("mul", call("mul", x, x), SLOPE * CUBE), SLOPE);
    return call("mul", x, factor);
  }

  /** {@code x (1 + bent) / 2}. */
  private static String halves(String x, String bent) {
    return call("mul", x, call("mul", call("add", bent, 1.0), 0.5));
  }

  private static String clip(String x, double low, double high) {
    String above = Double.isInfinite(low) ? x : call("clamp_min", x, low);
    return Double.isInfinite(high) ? above : call("clamp_max", above, high);
  }
}
