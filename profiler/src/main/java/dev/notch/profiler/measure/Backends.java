package dev.notch.profiler.measure;

import dev.notch.models.NotchException;
import dev.notch.profiler.Backend;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.djl.PyTorchBackend;
import dev.notch.profiler.onnx.OnnxBackend;

/** The runtimes that a user can choose. */
public final class Backends {

  private Backends() {}

  /** For networks from elsewhere, whose fusions the rules may not foresee. */
  public static Backend lenient(RuntimeId runtime) {
    return runtime == RuntimeId.ONNXRUNTIME ? OnnxBackend.lenient() : of(runtime);
  }

  /**
   * @throws NotchException if users cannot choose this one, or its library does not load
   */
  public static Backend of(RuntimeId runtime) {
    return switch (runtime) {
      case ONNXRUNTIME -> new OnnxBackend();
      case PYTORCH -> new PyTorchBackend();
      case SYNTHETIC ->
          throw new NotchException("the runtime is onnxruntime or pytorch, not " + runtime.label());
    };
  }
}
