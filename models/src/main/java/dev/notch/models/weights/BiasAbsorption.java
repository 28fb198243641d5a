package dev.notch.models.weights;

import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the biases of convolutions that only batch normalisation reads out of a network, and puts
 * them back. Normalisation subtracts the mean, the bias with it: such a bias moves nothing but the
 * running mean and its gradient is zero. Training without it is the same training, without the pass
 * over all activations that a gradient of zero would cost.
 */
public final class BiasAbsorption {
  private final Network original;
  private final Network network;
  private final Map<String, String> biasOfMean;

  public BiasAbsorption(Network original) {
    this.original = original;
    this.biasOfMean = findBiases(original);
    List<Node> nodes = original.nodes().stream().map(this::withoutBias).toList();
    this.network = new Network(original.name(), nodes, original.outputs());
  }

  /** The network without those biases. */
  public Network network() {
    return network;
  }

  /** Weights of the original for {@link #network()}: running means are moved by the bias. */
  public Weights absorb(Weights weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Weights.shapes(network).keySet().forEach(name -> tensors.put(name, weights.get(name)));
    biasOfMean.forEach((mean, bias) -> tensors.put(mean, shift(weights, mean, bias, -1)));
    return new Weights(tensors);
  }

  /**
   * Weights of {@link #network()} for the original.
   *
   * @param before where the biases come from: what {@link #absorb} was given
   */
  public Weights restore(Weights weights, Weights before) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Weights.shapes(original)
        .keySet()
        .forEach(
            name -> {
              boolean taken = biasOfMean.containsValue(name);
              tensors.put(name, taken ? before.get(name) : weights.get(name));
            });
    Weights all = new Weights(tensors);
    biasOfMean.forEach((mean, bias) -> tensors.put(mean, shift(all, mean, bias, 1)));
    return new Weights(tensors);
  }

  private static Tensor shift(Weights weights, String mean, String bias, int sign) {
    float[] shifted = weights.get(mean).data().clone();
    float[] by = weights.get(bias).data();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += sign * by[i];
    }
    return new Tensor(weights.get(mean).shape(), shifted);
  }

  private static Map<String, String> findBiases(Network network) {
    Map<String, String> found = new HashMap<>();
    for (Node node : network.nodes()) {
      List<Integer> readers = network.consumers(node.id());
      boolean alone = readers.size() == 1 && !network.outputs().contains(node.id());
      if (node.layer() instanceof Convolution c && c.bias() && alone) {
        Node reader = network.node(readers.get(0));
        if (reader.layer() instanceof BatchNorm) {
          found.put(reader.name() + ".running_mean", node.name() + ".bias");
        }
      }
    }
    return Map.copyOf(found);
  }

  private Node withoutBias(Node node) {
    if (node.layer() instanceof Convolution c && biasOfMean.containsValue(node.name() + ".bias")) {
      Convolution bare = new Convolution(c.in(), c.out(), c.window(), c.groups(), false);
      return new Node(node.id(), node.name(), bare, node.inputs());
    }
    return node;
  }
}
