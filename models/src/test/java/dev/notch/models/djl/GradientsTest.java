package dev.notch.models.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of layers from elsewhere against differences in double precision: along a random
 * direction of each trained tensor, of a weighted sum of all outputs. Steps are so small that
 * anything computed in single precision on the way would drown the difference.
 */
class GradientsTest {
  private static final float STEP = 1e-5f;

  /** Where a layer does not see what another adds, there is nothing to compare. */
  private static final double NOTHING = 1e-10;

  private static final int PICTURES = 2;

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.notch.models.graph.ImportedNetworks#behindConvolution")
  void agreeWithDifferences(Network network) {
    Weights weights = Initializer.scattered(network, 3);
    Map<String, double[]> gradients = gradients(network, weights);
    assertThat(gradients).as(network.name()).isNotEmpty();
    gradients.forEach(
        (name, gradient) -> {
          Tensor up = moved(weights.get(name), STEP);
          Tensor down = moved(weights.get(name), -STEP);
          double difference =
              loss(network, with(weights, name, up)) - loss(network, with(weights, name, down));
          double expected = 0;
          double largest = NOTHING;
          for (int i = 0; i < gradient.length; i++) {
            double part = gradient[i] * ((double) up.data()[i] - down.data()[i]);
            expected += part;
            largest += Math.abs(part);
          }
          assertThat(Math.abs(difference - expected) / largest)
              .as("%s, %s: %s, differences say %s", network.name(), name, expected, difference)
              .isLessThan(1e-6);
        });
  }

  private static Tensor moved(Tensor tensor, float step) {
    SplittableRandom random = new SplittableRandom(tensor.data().length);
    float[] data = tensor.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] += random.nextBoolean() ? step : -step;
    }
    return new Tensor(tensor.shape(), data);
  }

  private static Weights with(Weights weights, String name, Tensor tensor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights.tensors());
    changed.put(name, tensor);
    return new Weights(changed);
  }

  private static double loss(Network network, Weights weights) {
    double sum = 0;
    try (Inference inference = Inference.exact(network, weights)) {
      List<double[]> outputs = inference.outputs(pictures(network));
      for (int i = 0; i < outputs.size(); i++) {
        double[] factors = factors(i, outputs.get(i).length);
        for (int j = 0; j < factors.length; j++) {
          sum += factors[j] * outputs.get(i)[j];
        }
      }
    }
    return sum;
  }

  private static Map<String, double[]> gradients(Network network, Weights weights) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (NDManager manager = Torch.newManager();
        NetworkBlock block =
            new NetworkBlock(manager, network, weights, DataType.FLOAT64, Layout.NCHW)) {
      JniUtils.setGradMode(false);
      Map<String, PtNDArray> trained = new LinkedHashMap<>(block.arrays());
      trained.keySet().removeIf(name -> !NetworkBlock.trainable(name));
      trained.values().forEach(array -> array.setRequiresGradient(true));
      backward(manager, block);
      trained.forEach((name, array) -> gradients.put(name, array.getGradient().toDoubleArray()));
    }
    return gradients;
  }

  private static void backward(NDManager manager, NetworkBlock block) {
    double[] pictures = pictures(block.network());
    try (GradientCollector collector = Torch.engine().newGradientCollector()) {
      PtNDArray batch =
          Values.create(
              manager, pictures, Batch.shape(block.network(), Layout.NCHW, pictures.length));
      List<PtNDArray> outputs = block.forwardAll(batch, Pass.INFERENCE, id -> {});
      List<NDArray> sums = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        PtNDArray y = outputs.get(i);
        double[] factors = factors(i, Math.toIntExact(y.size()));
        sums.add(y.mul(Values.create(manager, factors, y.getShape())).sum());
      }
      collector.backward(sums.stream().reduce(NDArray::add).orElseThrow());
    }
  }

  private static double[] factors(int output, int count) {
    return new SplittableRandom(output).doubles(count, -1, 1).toArray();
  }

  private static double[] pictures(Network network) {
    long values = PICTURES * network.inputShape().size();
    return new SplittableRandom(7).doubles(values, -2, 2).toArray();
  }
}
