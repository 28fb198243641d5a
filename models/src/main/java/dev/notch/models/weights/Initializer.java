package dev.notch.models.weights;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Weights to start training from: normally distributed with variance 1 / (3 fan-in), as PyTorch
 * draws them, and 1 / fan-in for linear layers without a rectifier behind them; biases 0;
 * normalisation that changes nothing; constants of a variance that keeps a matrix product's.
 * Fan-in, not fan-out: a depthwise filter reads one channel.
 *
 * <p>He's variance of 2 / fan-in (arXiv:1502.01852) is six times as large. In front of batch
 * normalisation that does not change what the network computes, but how far a step of a given
 * learning rate turns it: the usual rates are then too low for short trainings. In hidden linear
 * layers, which nothing normalises, it makes the first steps diverge (VGG16 stays near chance).
 */
public final class Initializer {
  /** Raise it when other weights are drawn: trainings that are kept by content depend on it. */
  public static final int VERSION = 2;

  private static final double HIDDEN = 1.0 / 3;

  private Initializer() {}

  /** The same seed gives the same weights. */
  public static Weights initialize(Network network, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Double> deviations = deviations(network);
    Weights.shapes(network)
        .forEach(
            (name, shape) -> {
              SplittableRandom own = random.split();
              double deviation = deviations.getOrDefault(name, 0.0);
              tensors.put(name, tensor(shape, value(name, deviation, own)));
            });
    return new Weights(tensors);
  }

  /**
   * As {@link #initialize}, but biases and batch normalisation are random too (variances and gammas
   * between 0.5 and 1.5), so that a mistake with any of them shows. For tests.
   */
  public static Weights scattered(Network network, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(initialize(network, seed).tensors());
    SplittableRandom random = new SplittableRandom(~seed);
    tensors.replaceAll(
        (name, tensor) -> {
          SplittableRandom own = random.split();
          return tensor.shape().length > 1 ? tensor : tensor(tensor.shape(), scatter(name, own));
        });
    return new Weights(tensors);
  }

  private static DoubleSupplier value(String name, double deviation, SplittableRandom random) {
    if (deviation > 0) {
      return () -> random.nextGaussian() * deviation;
    }
    boolean one = name.endsWith(".weight") || name.endsWith(".running_var");
    return () -> one ? 1 : 0;
  }

  private static DoubleSupplier scatter(String name, SplittableRandom random) {
    boolean positive = name.endsWith(".weight") || name.endsWith(".running_var");
    return () -> positive ? random.nextDouble(0.5, 1.5) : random.nextGaussian() * 0.1;
  }

  private static Map<String, Double> deviations(Network network) {
    Map<String, Double> deviations = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Convolution c) {
        int fanIn = c.in() / c.groups() * c.window().kernelArea();
        deviations.put(node.name() + ".weight", Math.sqrt(HIDDEN / fanIn));
      } else if (node.layer() instanceof Linear linear) {
        double gain = rectified(network, node) ? HIDDEN : 1;
        deviations.put(node.name() + ".weight", Math.sqrt(gain / linear.in()));
      } else if (node.layer() instanceof Dense dense) {
        double gain = rectified(network, node) ? HIDDEN : 1;
        deviations.put(node.name() + ".weight", Math.sqrt(gain / dense.in()));
      } else if (node.layer() instanceof TransposedConvolution t) {
        deviations.put(node.name() + ".weight", Math.sqrt(HIDDEN / fanIn(t)));
      } else if (node.layer() instanceof Constant constant) {
        int rows = constant.dims().isEmpty() ? 1 : constant.dims().get(0);
        deviations.put(node.name() + ".value", Math.sqrt(1.0 / rows));
      }
    }
    return deviations;
  }

  /** How many products make an output value, on average. */
  private static double fanIn(TransposedConvolution t) {
    Window w = t.window();
    double overlap = (double) w.kernelArea() / (w.strideHeight() * w.strideWidth());
    return t.in() / (double) t.groups() * Math.max(overlap, 1);
  }

  private static boolean rectified(Network network, Node node) {
    return network.consumers(node.id()).stream()
        .map(id -> network.node(id).layer())
        .anyMatch(l -> l instanceof Activation a && a.function() != Activation.Function.SIGMOID);
  }

  private static Tensor tensor(int[] shape, DoubleSupplier values) {
    float[] data = new float[Tensor.size(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values.getAsDouble();
    }
    return new Tensor(shape, data);
  }
}
