package dev.notch.models.weights;

import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Batch normalisation with fixed statistics as part of the convolution or linear layer before it:
 * both are affine, so {@code gamma (Wx + b - mean) / sqrt(var + epsilon) + beta} is one layer with
 * other weights and a bias.
 */
public final class BatchNormFolding {

  /** Weight and bias of the layer that does the work of both. */
  public record Folded(Tensor weight, Tensor bias) {}

  private BatchNormFolding() {}

  /**
   * The batch normalisation that can be folded into {@code node}: its only reader, if node is a
   * convolution or linear layer and no output of the network itself.
   */
  public static Optional<Node> foldableInto(Network network, Node node) {
    boolean affine = node.layer() instanceof Convolution || node.layer() instanceof Linear;
    List<Integer> readers = network.consumers(node.id());
    return affine && readers.size() == 1 && !network.outputs().contains(node.id())
        ? Optional.of(network.node(readers.get(0))).filter(n -> n.layer() instanceof BatchNorm)
        : Optional.empty();
  }

  /** Folds {@code norm} into {@code layer}; computes in double precision, rounds once. */
  public static Folded fold(Weights weights, Node layer, Node norm) {
    Tensor weight = weights.get(layer.name() + ".weight");
    int channels = weight.shape()[0];
    double[] scale = scale(weights, norm);
    return new Folded(
        new Tensor(weight.shape(), scaleRows(weight.data(), scale)),
        new Tensor(new int[] {channels}, bias(weights, layer, norm, scale)));
  }

  private static double[] scale(Weights weights, Node norm) {
    double epsilon = ((BatchNorm) norm.layer()).epsilon();
    float[] gamma = weights.get(norm.name() + ".weight").data();
    float[] variance = weights.get(norm.name() + ".running_var").data();
    double[] scale = new double[gamma.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
    }
    return scale;
  }

  private static float[] scaleRows(float[] values, double[] scale) {
    float[] scaled = new float[values.length];
    int row = values.length / scale.length;
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] * scale[i / row]);
    }
    return scaled;
  }

  private static float[] bias(Weights weights, Node layer, Node norm, double[] scale) {
    float[] beta = weights.get(norm.name() + ".bias").data();
    float[] mean = weights.get(norm.name() + ".running_mean").data();
    Tensor before = weights.tensors().get(layer.name() + ".bias");
    float[] folded = new float[beta.length];
    for (int c = 0; c < folded.length; c++) {
      double bias = before == null ? 0 : before.data()[c];
      folded[c] = (float) (beta[c] + (bias - mean[c]) * scale[c]);
    }
    return folded;
  }
}
