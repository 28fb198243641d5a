package dev.notch.profiler.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/**
 * A session of ONNX Runtime and its options, which must outlive it; both are native memory.
 *
 * @param options closed with the session
 */
record NativeSession(OrtSession session, SessionOptions options) implements AutoCloseable {

  /** What is set before the session is opened. */
  interface Setting {
    /** Nothing more. */
    Setting NONE = options -> {};

    void apply(SessionOptions options) throws OrtException;
  }

  /** Opens a session of a model. */
  interface Loader {
    OrtSession load(OrtEnvironment environment, SessionOptions options) throws OrtException;
  }

  static NativeSession open(int threads, OptLevel level, Setting setting, Loader loader)
      throws OrtException {
    OrtEnvironment environment = Ort.environment();
    SessionOptions options = Ort.options(threads, level);
    boolean opened = false;
    try {
      setting.apply(options);
      NativeSession session = new NativeSession(loader.load(environment, options), options);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        options.close();
      }
    }
  }

  /** Closes it where another failure is on its way to the user already. */
  void release() {
    try {
      close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws OrtException {
    try {
      session.close();
    } finally {
      options.close();
    }
  }
}
