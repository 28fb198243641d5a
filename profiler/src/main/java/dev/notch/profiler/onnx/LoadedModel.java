package dev.notch.profiler.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.graph.Shape;
import dev.notch.profiler.onnx.NativeSession.Loader;
import dev.notch.profiler.onnx.NativeSession.Setting;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** A network that Notch wrote, loaded by ONNX Runtime, with its input. */
final class LoadedModel implements AutoCloseable {
  private final NativeSession opened;
  private final OnnxTensor input;
  private final Map<String, OnnxTensor> inputs;

  /** Takes the session, and closes it if it does not fit. */
  private LoadedModel(NativeSession opened, Shape shape) throws OrtException {
    this.opened = opened;
    boolean fits = false;
    try {
      this.input = input(shape);
      this.inputs = Map.of(opened.session().getInputNames().iterator().next(), input);
      fits = true;
    } finally {
      if (!fits) {
        opened.release();
      }
    }
  }

  /** As a user would deploy it. */
  static LoadedModel deployed(byte[] model, Shape shape, int threads) {
    return load(
        shape, threads, OptLevel.ALL_OPT, Setting.NONE, (e, o) -> e.createSession(model, o));
  }

  /** Writes down what the optimiser made of the model, and runs once nothing but that. */
  static void optimize(byte[] model, Shape shape, int threads, Path optimized) {
    load(
            shape,
            threads,
            OptLevel.ALL_OPT,
            o -> o.setOptimizedModelFilePath(optimized.toString()),
            (e, o) -> e.createSession(model, o))
        .close();
  }

  /** Records the time of each node. */
  static LoadedModel traced(Path optimized, Shape shape, int threads, Path prefix) {
    return load(
        shape,
        threads,
        OptLevel.NO_OPT,
        o -> o.enableProfiling(prefix.toString()),
        (e, o) -> e.createSession(optimized.toString(), o));
  }

  private static LoadedModel load(
      Shape shape, int threads, OptLevel level, Setting setting, Loader loader) {
    try {
      return new LoadedModel(NativeSession.open(threads, level, setting, loader), shape);
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  void run() {
    try {
      opened.session().run(inputs).close();
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  /** Ends the recording of {@link #traced} and returns its file. */
  Path endTrace() {
    try {
      return Path.of(opened.session().endProfiling());
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    input.close();
    try {
      opened.close();
    } catch (OrtException e) {
      throw failure(e);
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
