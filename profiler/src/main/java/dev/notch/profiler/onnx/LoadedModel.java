package dev.notch.profiler.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.graph.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A session of ONNX Runtime with its options and its input: what is native, in one place. The
 * options must live as long as the session.
 */
final class LoadedModel implements AutoCloseable {
  private final SessionOptions options;
  private final OrtSession session;
  private final OnnxTensor input;
  private final Map<String, OnnxTensor> inputs;

  private interface Loader {
    OrtSession load(SessionOptions options) throws OrtException;
  }

  private LoadedModel(SessionOptions options, Shape shape, Loader loader) throws OrtException {
    this.options = options;
    this.session = loader.load(options);
    this.input = input(shape);
    this.inputs = Map.of(session.getInputNames().iterator().next(), input);
  }

  /** As a user would deploy it. */
  static LoadedModel deployed(byte[] model, Shape shape, int threads) {
    return load(
        shape, threads, OptLevel.ALL_OPT, o -> Ort.environment().createSession(model, o), o -> {});
  }

  /** Writes down what the optimiser made of the model, and runs once nothing but that. */
  static void optimize(byte[] model, Shape shape, int threads, Path optimized) {
    load(
            shape,
            threads,
            OptLevel.ALL_OPT,
            o -> Ort.environment().createSession(model, o),
            o -> o.setOptimizedModelFilePath(optimized.toString()))
        .close();
  }

  /** Records the time of each node. */
  static LoadedModel traced(Path optimized, Shape shape, int threads, Path prefix) {
    return load(
        shape,
        threads,
        OptLevel.NO_OPT,
        o -> Ort.environment().createSession(optimized.toString(), o),
        o -> o.enableProfiling(prefix.toString()));
  }

  private interface Setting {
    void apply(SessionOptions options) throws OrtException;
  }

  private static LoadedModel load(
      Shape shape, int threads, OptLevel level, Loader loader, Setting setting) {
    SessionOptions options = Ort.options(threads, level);
    try {
      setting.apply(options);
      return new LoadedModel(options, shape, loader);
    } catch (OrtException e) {
      options.close();
      throw failure(e);
    }
  }

  void run() {
    try {
      session.run(inputs).close();
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  /** Ends the recording of {@link #traced} and returns its file. */
  Path endTrace() {
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    input.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw failure(e);
    } finally {
      options.close();
    }
  }

  private static OnnxTensor input(Shape shape) throws OrtException {
    float[] values = new float[Math.toIntExact(shape.size())];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    long[] sizes = {1, shape.channels(), shape.height(), shape.width()};
    return OnnxTensor.createTensor(Ort.environment(), FloatBuffer.wrap(values), sizes);
  }

  private static IllegalStateException failure(OrtException e) {
    return new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
  }
}
