package dev.notch.models.graph;

import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import java.util.function.Predicate;

/**
 * What a network costs on paper, for one image.
 *
 * @param parameters trained values: weights, biases, gamma and beta; running statistics are not
 *     counted
 * @param macs multiply-accumulate operations of convolutions and linear layers
 */
public record NetworkCounts(long parameters, long macs) {

  public static NetworkCounts of(Network network) {
    long parameters = 0;
    long macs = 0;
    for (Node node : network.nodes()) {
      parameters += parameters(node.layer());
      macs += macs(node.layer(), network.shape(node.id()));
    }
    return new NetworkCounts(parameters, macs);
  }

  /** Trained values of one layer. */
  public static long parameters(Layer layer) {
    if (layer instanceof Convolution c) {
      return (long) c.out() * (c.in() / c.groups()) * c.window().kernelArea()
          + (c.bias() ? c.out() : 0);
    }
    if (layer instanceof Linear linear) {
      return (long) linear.in() * linear.out() + (linear.bias() ? linear.out() : 0);
    }
    return layer instanceof BatchNorm bn ? 2L * bn.channels() : 0;
  }

  /** Multiply-accumulate operations of one layer that puts out {@code output}. */
  public static long macs(Layer layer, Shape output) {
    if (layer instanceof Convolution c) {
      return output.size() * (c.in() / c.groups()) * c.window().kernelArea();
    }
    return layer instanceof Linear linear ? (long) linear.in() * linear.out() : 0;
  }

  /** How many layers of the network satisfy a condition. */
  public static int count(Network network, Predicate<Layer> condition) {
    return (int) network.nodes().stream().map(Node::layer).filter(condition).count();
  }
}
