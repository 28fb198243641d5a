package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.data.Batches;
import dev.notch.models.data.Images;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Layout;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossGradientsTest {
  private static final double STEP = 1e-3;

  private final Network network = Toys.network(6);
  private final Images images = Toys.coloured(12, 6, 1);
  private final Weights weights = Initializer.scattered(network, 2);

  @Test
  void agreesWithDifferencesOfTheLoss() {
    Map<String, Tensor> gradients = gradients(1).get(0);
    gradients.forEach(
        (name, gradient) -> {
          int last = gradient.data().length - 1;
          for (int i : new int[] {0, last / 2, last}) {
            double slope = (loss(name, i, STEP) - loss(name, i, -STEP)) / (2 * STEP);
            assertThat((double) gradient.data()[i])
                .as("%s[%d]", name, i)
                .isCloseTo(slope, within(1e-3 * Math.max(1, Math.abs(slope))));
          }
        });
    assertThat(gradients.keySet()).contains("conv.weight", "bn.weight", "linear.bias");
    assertThat(gradients.get("linear.weight").data()[0]).isNotZero();
  }

  @Test
  void batchesDoNotAddUp() {
    // Every batch holds all pictures, in another order.
    List<Map<String, Tensor>> batches = gradients(2);
    float[] first = batches.get(0).get("conv.weight").data();
    float[] second = batches.get(1).get("conv.weight").data();
    for (int i = 0; i < first.length; i++) {
      assertThat(second[i]).isCloseTo(first[i], within(1e-4f));
    }
  }

  private List<Map<String, Tensor>> gradients(int batches) {
    List<Map<String, Tensor>> found = new ArrayList<>();
    new LossGradients(images, Toys.HALF, batches, images.size(), 1, 5, Progress.NONE)
        .forEachBatch(network, weights, found::add);
    return found;
  }

  /** The mean cross entropy, in double precision, with one weight moved. */
  private double loss(String name, int index, double step) {
    Map<String, Tensor> moved = new LinkedHashMap<>(weights.tensors());
    float[] data = weights.get(name).data().clone();
    data[index] += (float) step;
    moved.put(name, new Tensor(weights.get(name).shape(), data));
    try (Inference inference =
        new Inference(
            network, new Weights(moved), ai.djl.ndarray.types.DataType.FLOAT64, Layout.NHWC)) {
      return crossEntropy(inference.logits(pictures()));
    }
  }

  private double[] pictures() {
    Batches batches = new Batches(images, Toys.HALF);
    float[] values = new float[batches.floats(images.size())];
    batches.plain(IntStream.range(0, images.size()).toArray(), values);
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private double crossEntropy(double[] logits) {
    int classes = network.classes();
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      double total = 0;
      for (int c = 0; c < classes; c++) {
        total += Math.exp(logits[i * classes + c]);
      }
      sum += Math.log(total) - logits[i * classes + images.labels()[i]];
    }
    return sum / images.size();
  }
}
