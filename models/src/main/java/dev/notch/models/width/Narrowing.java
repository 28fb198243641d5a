package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;

/** Rewrites a network to the widths of a plan; everything but the channel counts stays. */
public final class Narrowing {

  private Narrowing() {}

  /**
   * The same layers under the same names with as many channels as the plan keeps.
   *
   * @throws InvalidNetworkException if the plan is not legal; the message names group and layer
   */
  public static Network narrow(Network network, ChannelGroups groups, WidthPlan plan) {
    if (!groups.network().equals(network)) {
      throw new IllegalArgumentException(
          "the groups are those of " + groups.network() + ", not of " + network);
    }
    groups.requireLegal(plan);
    return rewrite(groups, plan);
  }

  /** The network of a plan, legal or not, as long as its layers fit each other. */
  static Network rewrite(ChannelGroups groups, WidthPlan plan) {
    Network network = groups.network();
    return new Network(
        network.name(),
        network.nodes().stream().map(node -> narrow(node, groups, plan)).toList(),
        network.outputs());
  }

  private static Node narrow(Node node, ChannelGroups groups, WidthPlan plan) {
    Layer layer = narrow(node.layer(), node, groups, plan);
    return layer.equals(node.layer())
        ? node
        : new Node(node.id(), node.name(), layer, node.inputs());
  }

  private static Layer narrow(Layer layer, Node node, ChannelGroups groups, WidthPlan plan) {
    if (layer instanceof Convolution c) {
      int in = groups.channels(node.input(), plan);
      int out = groups.channels(node.id(), plan);
      return new Convolution(in, out, c.window(), followsInput(c) ? in : c.groups(), c.bias());
    }
    if (layer instanceof TransposedConvolution c) {
      int in = groups.channels(node.input(), plan);
      return new TransposedConvolution(
          in,
          groups.channels(node.id(), plan),
          c.window(),
          c.outputPadHeight(),
          c.outputPadWidth(),
          followsInput(c) ? in : c.groups(),
          c.bias());
    }
    if (layer instanceof Linear linear) {
      return new Linear(
          groups.channels(node.input(), plan), groups.channels(node.id(), plan), linear.bias());
    }
    if (layer instanceof FreeLayer && new LastChannels(groups.network(), node).any()) {
      return new LastChannels(groups.network(), node).narrow(id -> groups.channels(id, plan));
    }
    if (layer instanceof FreeLayer) {
      FreeChannels free = new FreeChannels(groups.network(), node);
      return layer instanceof Constant || free.pass()
          ? free.narrow(id -> groups.channels(id, plan))
          : layer;
    }
    if (layer instanceof ChannelRange range) {
      int from = groups.channelsBefore(node.id(), plan).orElse(range.from());
      return new ChannelRange(from, from + groups.channels(node.id(), plan));
    }
    return perChannel(layer, groups.channels(node.id(), plan));
  }

  private static Layer perChannel(Layer layer, int channels) {
    if (layer instanceof BatchNorm bn) {
      return new BatchNorm(channels, bn.epsilon(), bn.momentum());
    }
    if (layer instanceof Scale scale) {
      return new Scale(channels, scale.shift());
    }
    return layer instanceof PRelu ? new PRelu(channels) : layer;
  }

  /** Whether the channels that a layer puts out begin with it and can be cut. */
  static boolean beginsChannels(Layer layer) {
    return makesChannels(layer) || layer instanceof Constant;
  }

  /** Whether the output channels of a layer are sums over input channels, with weights. */
  static boolean makesChannels(Layer layer) {
    return layer instanceof Linear
        || layer instanceof Dense
        || ((layer instanceof Convolution || layer instanceof TransposedConvolution)
            && !followsInput(layer));
  }

  /** Whether every input channel has filters of its own, so that they come and go together. */
  static boolean followsInput(Layer layer) {
    if (layer instanceof TransposedConvolution c) {
      return c.groups() > 1 && c.groups() == c.in();
    }
    return layer instanceof Convolution c && c.groups() > 1 && c.groups() == c.in();
  }
}
