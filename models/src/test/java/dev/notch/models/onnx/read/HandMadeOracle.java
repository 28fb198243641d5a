package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Layout;
import dev.notch.models.onnx.Closeness;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.Ort;
import java.nio.file.Path;
import java.util.List;
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
    List<float[]> expected =
        Ort.outputs(bytes, "x", shape(images, file.image()), x, OptLevel.ALL_OPT);
    ImportedNetwork read = ModelReader.read(bytes, Path.of(what + ".onnx"));
    List<float[]> actual;
    try (Inference inference =
        new Inference(read.network(), read.weights(), DataType.FLOAT32, Layout.NCHW)) {
      actual = inference.outputs(x);
    }
    assertThat(actual).as("outputs of %s", what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      Closeness.assertClose(
          actual.get(i), expected.get(i), CLOSE, what + ", seed " + seed + ", output " + i);
    }
    return read;
  }

  private static long[] shape(int images, int[] image) {
    return IntStream.concat(IntStream.of(images), IntStream.of(image)).asLongStream().toArray();
  }
}
