package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.notch.models.djl.Calibration;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PyTorch runs the graph as it is, ONNX Runtime the file: two independent ways to the same logits.
 */
class OnnxOracleTest {
  private static final Shape IMAGE = new Shape(3, 32, 32);
  private static final long SEED = 7;

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void onnxRuntimeAgreesWithPyTorch(String name) throws OrtException {
    Network network = Zoo.build(name, 100, IMAGE);
    Weights weights = calibrated(network);
    float[] images = Pictures.random(IMAGE, 2, SEED + 1);

    float[] torch = torch(network, weights, images);
    float[] ort =
        Ort.run(OnnxWriter.toBytes(network, weights), Pictures.channelsFirst(images, IMAGE), IMAGE);

    double tolerance = name.equals("inceptionv4") ? 2e-3 : 1e-4;
    assertThat(difference(torch, ort)).as("%s, seed %d", name, SEED).isLessThan(tolerance);
    assertThat(difference(firstHalf(torch), secondHalf(torch)))
        .as("%s tells two pictures apart", name)
        .isGreaterThan(0.1);
  }

  private static Weights calibrated(Network network) {
    Weights random = Initializer.scattered(network, SEED);
    List<float[]> batches = List.of(Pictures.random(IMAGE, 6, SEED + 2));
    return Calibration.calibrate(network, random, batches);
  }

  private static float[] torch(Network network, Weights weights, float[] images) {
    try (Inference inference = new Inference(network, weights)) {
      return inference.logits(images);
    }
  }

  private static float[] firstHalf(float[] logits) {
    return Arrays.copyOfRange(logits, 0, logits.length / 2);
  }

  private static float[] secondHalf(float[] logits) {
    return Arrays.copyOfRange(logits, logits.length / 2, logits.length);
  }

  /** max|a - b| / max|a|. */
  private static double difference(float[] a, float[] b) {
    assertThat(b).hasSameSizeAs(a);
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      assertThat(b[i]).isFinite();
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return worst / largest;
  }
}
