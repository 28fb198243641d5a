package dev.notch.profiler.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import dev.notch.models.NotchException;
import dev.notch.models.weights.HalfFloat;
import dev.notch.profiler.Executable;
import dev.notch.profiler.onnx.NativeSession.Setting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX file, whoever wrote it, as ONNX Runtime executes it: with one input for pictures of float
 * or half-precision values. A file with a fixed batch sees the same picture in all its places.
 */
public final class ForeignModel implements Executable {
  private final Path file;
  private final NativeSession opened;
  private final String inputName;
  private final long[] inputShape;
  private final boolean half;
  private final int batch;
  private final OnnxTensor input;
  private boolean closed;

  /**
   * As a user would deploy it.
   *
   * @param dims of one picture as the file has them
   * @throws NotchException if ONNX Runtime cannot load the file
   */
  public ForeignModel(Path file, List<Integer> dims, int threads) {
    this(file, dims, open(file, threads, OptLevel.ALL_OPT));
  }

  /**
   * With nothing fused: what it puts out differs by rounding.
   *
   * @throws NotchException as above
   */
  public static ForeignModel unoptimized(Path file, List<Integer> dims, int threads) {
    return new ForeignModel(file, dims, open(file, threads, OptLevel.NO_OPT));
  }

  private static NativeSession open(Path file, int threads, OptLevel level) {
    try {
      return NativeSession.open(
          threads,
          level,
          Setting.NONE,
          (environment, options) -> environment.createSession(file.toString(), options));
    } catch (OrtException e) {
      throw unloadable(file, e);
    }
  }

  /** Takes the session, and closes it if it does not fit. */
  ForeignModel(Path file, List<Integer> dims, NativeSession opened) {
    this.file = file;
    this.opened = opened;
    boolean fits = false;
    try {
      NodeInfo info = opened.session().getInputInfo().values().iterator().next();
      TensorInfo tensor = (TensorInfo) info.getInfo();
      inputName = info.getName();
      half = tensor.type == OnnxJavaType.FLOAT16;
      inputShape = concrete(tensor.getShape(), dims);
      batch = Math.toIntExact(inputShape[0]);
      input = tensor(new float[Math.toIntExact(size(inputShape) / batch)]);
      fits = true;
    } catch (OrtException e) {
      throw unloadable(file, e);
    } finally {
      if (!fits) {
        opened.release();
      }
    }
  }

  private static NotchException unloadable(Path file, OrtException e) {
    return new NotchException("ONNX Runtime cannot load " + file + ": " + line(e), e);
  }

  /** The declared shape, where it says nothing filled in: one picture a batch. */
  private long[] concrete(long[] declared, List<Integer> dims) {
    if (declared.length != dims.size() + 1) {
      throw new NotchException(
          file + " takes " + Arrays.toString(declared) + ", which is no batch of " + dims);
    }
    long[] shape = declared.clone();
    shape[0] = shape[0] > 0 ? shape[0] : 1;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = dims.get(axis - 1);
    }
    return shape;
  }

  private static long size(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * The outputs for one picture, by name, in their order.
   *
   * @param picture values in the order of the file's input
   */
  public Map<String, float[]> outputs(float[] picture) {
    requireOpen();
    try (OnnxTensor tensor = tensor(picture);
        OrtSession.Result result = opened.session().run(Map.of(inputName, tensor))) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        outputs.put(entry.getKey(), first(entry.getKey(), entry.getValue()));
      }
      return outputs;
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  /** What belongs to the first picture of the batch. */
  private float[] first(String name, OnnxValue value) {
    FloatBuffer buffer = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
    if (buffer == null) {
      throw new NotchException(file + ": output " + name + " is no tensor of floats");
    }
    float[] values = new float[buffer.remaining() / batch];
    buffer.get(values);
    return values;
  }

  /** The names of the outputs, in their order. */
  public List<String> outputNames() {
    return new ArrayList<>(opened.session().getOutputNames());
  }

  public String inputName() {
    return inputName;
  }

  @Override
  public void run() {
    requireOpen();
    try {
      opened.session().run(Map.of(inputName, input)).close();
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  private OnnxTensor tensor(float[] picture) throws OrtException {
    float[] values = new float[batch * picture.length];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(picture, 0, values, i * picture.length, picture.length);
    }
    if (!half) {
      return OnnxTensor.createTensor(Ort.environment(), FloatBuffer.wrap(values), inputShape);
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(values.length * Short.BYTES).order(ByteOrder.nativeOrder());
    for (float value : values) {
      bytes.putShort(HalfFloat.of(value));
    }
    return OnnxTensor.createTensor(
        Ort.environment(), bytes.flip(), inputShape, OnnxJavaType.FLOAT16);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(file + ": the session is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    input.close();
    try {
      opened.close();
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  private NotchException failure(OrtException e) {
    return new NotchException("ONNX Runtime cannot run " + file + ": " + line(e), e);
  }

  private static String line(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
  }
}
