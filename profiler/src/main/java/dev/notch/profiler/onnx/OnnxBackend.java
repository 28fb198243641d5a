package dev.notch.profiler.onnx;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.Session;

/** ONNX Runtime on the CPU, with all its optimisations. */
public final class OnnxBackend implements Backend {
  private final boolean lenient;

  /** Where the rules of fusion do not foresee what the runtime does, tracing fails and says so. */
  public OnnxBackend() {
    this(false);
  }

  private OnnxBackend(boolean lenient) {
    this.lenient = lenient;
  }

  /**
   * For networks from elsewhere: what the rules of fusion do not foresee is charged to the step
   * before it, and a step that was fused into another takes no time of its own.
   */
  public static OnnxBackend lenient() {
    return new OnnxBackend(true);
  }

  @Override
  public RuntimeId runtime() {
    return RuntimeId.ONNXRUNTIME;
  }

  @Override
  public String version() {
    return Ort.environment().getVersion();
  }

  @Override
  public Session open(Network network, Weights weights, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, were " + threads);
    }
    return new OnnxSession(lowering().lower(network), weights, threads, lenient);
  }
}
