package dev.notch.profiler.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.NotchException;

/**
 * The one environment of ONNX Runtime in this process, without telemetry, and how sessions are set
 * up.
 *
 * <p>ONNX Runtime 1.29 sends usage data to its maker, the command line included, and overflows the
 * stack on a long command line while it reads it. Only an environment variable prevents both, and
 * Java cannot set one for itself: a process without it is refused.
 */
final class Ort {
  private static final String SWITCH = "ORT_DISABLE_TELEMETRY";

  private Ort() {}

  /**
   * The environment; ONNX Runtime keeps one for the whole process.
   *
   * @throws NotchException if telemetry was not switched off, or the library cannot be loaded
   */
  static OrtEnvironment environment() {
    if (!"1".equals(System.getenv(SWITCH))) {
      throw new NotchException(
          "set the environment variable "
              + SWITCH
              + "=1 before starting Java: ONNX Runtime would contact the network (the launcher"
              + " 'optimize' sets it)");
    }
    try {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "notch");
      environment.setTelemetry(false);
      return environment;
    } catch (OrtException | LinkageError e) {
      throw new NotchException(
          "cannot load ONNX Runtime (" + e.getMessage() + ") on this system", e);
    }
  }

  /** Options for one network after the other on so many threads; the caller closes them. */
  static SessionOptions options(int threads, OptLevel level) {
    SessionOptions options = new SessionOptions();
    try {
      options.setOptimizationLevel(level);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Threads that spin while idle would spoil whatever is measured beside them.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      return options;
    } catch (OrtException e) {
      options.close();
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }
}
