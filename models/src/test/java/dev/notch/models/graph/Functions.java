package dev.notch.models.graph;

import dev.notch.models.graph.Layer.Activation;

/** Elementwise functions in double precision, by their definitions. */
public final class Functions {
  private Functions() {}

  public static double apply(Activation f, double x) {
    double a = f.a();
    double b = f.b();
    return switch (f.function()) {
      case RELU -> Math.max(0, x);
      case RELU6 -> Math.min(6, Math.max(0, x));
      case SIGMOID -> sigmoid(x);
      case LEAKY_RELU -> x < 0 ? a * x : x;
      case HARD_SIGMOID -> Math.min(1, Math.max(0, a * x + b));
      case HARD_SWISH -> x * Math.min(1, Math.max(0, x / 6 + 0.5));
      case SILU -> x * sigmoid(x);
      case TANH -> Math.tanh(x);
      case GELU -> x * (1 + erf(x / Math.sqrt(2))) / 2;
      case GELU_TANH ->
          x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
      case CLIP -> Math.min(b, Math.max(a, x));
      case ELU -> x < 0 ? a * Math.expm1(x) : x;
      case SOFTPLUS -> Math.log1p(Math.exp(x));
      case MISH -> x * Math.tanh(Math.log1p(Math.exp(x)));
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The series of Maclaurin: exact enough for numbers below 5. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return Math.abs(x) > 5 ? Math.signum(x) : 2 / Math.sqrt(Math.PI) * sum;
  }
}
