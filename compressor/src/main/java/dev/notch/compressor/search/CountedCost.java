package dev.notch.compressor.search;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.List;

/**
 * Counts MACs and parameters of a plan without building the narrowed network, which would be a
 * hundred times slower; it counts what {@link dev.notch.models.graph.NetworkCounts} counts.
 */
final class CountedCost {
  private final ChannelGroups groups;
  private final Network network;
  private final List<Node> counted;

  CountedCost(ChannelGroups groups) {
    this.groups = groups;
    this.network = groups.network();
    this.counted = network.nodes().stream().filter(node -> hasWeights(node.layer())).toList();
  }

  private static boolean hasWeights(Layer layer) {
    return layer instanceof Convolution || layer instanceof Linear || layer instanceof BatchNorm;
  }

  double macs(WidthPlan plan) {
    long sum = 0;
    for (Node node : counted) {
      sum += network.shape(node.id()).area() * products(node, plan);
    }
    return sum;
  }

  double parameters(WidthPlan plan) {
    long sum = 0;
    for (Node node : counted) {
      sum += products(node, plan) + (long) perChannel(node.layer()) * channels(node.id(), plan);
    }
    return sum;
  }

  /** Weights of the filters, which is also the number of products for one place of the output. */
  private long products(Node node, WidthPlan plan) {
    if (node.layer() instanceof BatchNorm) {
      return 0;
    }
    long in = channels(node.input(), plan);
    long out = channels(node.id(), plan);
    if (node.layer() instanceof Convolution c) {
      long perFilter = c.groups() == c.in() && c.groups() > 1 ? 1 : in / c.groups();
      return out * perFilter * c.window().kernelArea();
    }
    return in * out;
  }

  private static int perChannel(Layer layer) {
    if (layer instanceof BatchNorm) {
      return 2;
    }
    boolean bias =
        layer instanceof Convolution c ? c.bias() : layer instanceof Linear l && l.bias();
    return bias ? 1 : 0;
  }

  private int channels(int node, WidthPlan plan) {
    return groups.channels(node, plan);
  }
}
