package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Layout;
import dev.notch.models.onnx.ImportedNetwork;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** ONNX Runtime on a hand-made file against PyTorch on the network that was read from it. */
final class HandMadeOracle {
  private static final int IMAGES = 2;
  private static final double CLOSE = 1e-4;

  private HandMadeOracle() {}

  /** Reads the file, computes both, and returns the network if they agree. */
  static ImportedNetwork check(HandMade file, String what, long seed) throws OrtException {
    return check(file, IMAGES, what, seed);
  }

  static ImportedNetwork check(HandMade file, int images, String what, long seed)
      throws OrtException {
    byte[] bytes = file.bytes();
    float[] x = new float[images * IntStream.of(file.image()).reduce(1, (a, b) -> a * b)];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-3, 3);
    }
    List<float[]> expected = run(bytes, file.image(), images, x);
    ImportedNetwork read = ModelReader.read(bytes, Path.of(what + ".onnx"));
    List<float[]> actual;
    try (Inference inference =
        new Inference(read.network(), read.weights(), DataType.FLOAT32, Layout.NCHW)) {
      actual = inference.outputs(x);
    }
    assertThat(actual).as("outputs of %s", what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      requireClose(actual.get(i), expected.get(i), what + ", seed " + seed + ", output " + i);
    }
    return read;
  }

  private static List<float[]> run(byte[] model, int[] image, int images, float[] x)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape =
        IntStream.concat(IntStream.of(images), IntStream.of(image)).asLongStream().toArray();
    List<float[]> outputs = new ArrayList<>();
    try (SessionOptions options = new SessionOptions();
        OrtSession session = environment.createSession(model, options);
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
        Result result = session.run(Map.of("x", input))) {
      for (int i = 0; i < result.size(); i++) {
        FloatBuffer buffer = ((OnnxTensor) result.get(i)).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        outputs.add(values);
      }
    }
    return outputs;
  }

  private static void requireClose(float[] actual, float[] expected, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double largest = 1e-6;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
      assertThat(Float.isFinite(actual[i])).as(what + " is finite").isTrue();
    }
    assertThat(difference / largest).as(what).isLessThan(CLOSE);
  }
}
