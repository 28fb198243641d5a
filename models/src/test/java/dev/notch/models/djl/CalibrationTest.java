package dev.notch.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final int CHANNELS = 3;
  private static final int VALUES = 4 * 5 * 5 * CHANNELS;

  /** Batch normalisation reads the picture itself, so its statistics can be counted by hand. */
  private final Network network = network();

  private final Weights weights = Initializer.scattered(network, 2);

  private static Network network() {
    NetworkBuilder b = new NetworkBuilder(new Shape(CHANNELS, 5, 5));
    b.linear(b.flatten(b.batchNorm(b.input())), 2);
    return b.build("normalised picture");
  }

  private static float[] batch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] batch = new float[VALUES];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = (float) random.nextDouble(-1, 2 + i % CHANNELS);
    }
    return batch;
  }

  private static double mean(float[] batch, int channel) {
    return IntStream.range(0, VALUES / CHANNELS)
        .mapToDouble(i -> batch[i * CHANNELS + channel])
        .average()
        .orElseThrow();
  }

  private static double variance(float[] batch, int channel) {
    double mean = mean(batch, channel);
    int n = VALUES / CHANNELS;
    return IntStream.range(0, n)
            .mapToDouble(i -> Math.pow(batch[i * CHANNELS + channel] - mean, 2))
            .sum()
        / (n - 1);
  }

  @Test
  void statisticsAreTheAverageOverTheBatches() {
    List<float[]> batches = List.of(batch(1), batch(2), batch(3));
    Weights calibrated = Calibration.calibrate(network, weights, batches);
    for (int c = 0; c < CHANNELS; c++) {
      int channel = c;
      assertThat((double) calibrated.get("bn.running_mean").data()[c])
          .isCloseTo(
              batches.stream().mapToDouble(b -> mean(b, channel)).average().orElseThrow(),
              within(1e-5));
      assertThat((double) calibrated.get("bn.running_var").data()[c])
          .isCloseTo(
              batches.stream().mapToDouble(b -> variance(b, channel)).average().orElseThrow(),
              within(1e-5));
    }
    assertThat(calibrated.get("bn.weight")).isEqualTo(weights.get("bn.weight"));
    assertThat(calibrated.get("linear.weight")).isEqualTo(weights.get("linear.weight"));
  }

  @Test
  void trainingMovesStatisticsByTheMomentumOfTheNetwork() {
    float[] batch = batch(4);
    try (NDManager manager = Torch.newManager();
        NetworkBlock block =
            new NetworkBlock(manager, network, weights, DataType.FLOAT32, Layout.NHWC)) {
      var data = manager.create(batch, new ai.djl.ndarray.types.Shape(4, 5, 5, CHANNELS));
      block.forward(data.transpose(0, 3, 1, 2), Pass.TRAINING);
      float old = weights.get("bn.running_mean").data()[1];
      assertThat((double) block.weights().get("bn.running_mean").data()[1])
          .isCloseTo(0.9 * old + 0.1 * mean(batch, 1), within(1e-6));
    }
  }
}
