package dev.notch.profiler;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/** Reads the configuration of a layer off its place in a network. */
final class ConfigReader {

  private ConfigReader() {}

  static LayerConfig read(Network network, Node node) {
    Layer layer = node.layer();
    Shape input = network.shape(node.inputs().get(0));
    if (layer instanceof Convolution c) {
      return convolution(c, input);
    }
    if (layer instanceof Pool pool) {
      OpKind kind = pool.kind() == Pool.Kind.MAX ? OpKind.MAXPOOL : OpKind.AVGPOOL;
      return config(kind, input, input.channels(), pool.window(), 1, Fusion.NONE);
    }
    if (layer instanceof Activation a) {
      return config(
          OpKind.ACTIVATION,
          input,
          input.channels(),
          LayerConfig.NO_WINDOW,
          1,
          Fusion.of(a.function()));
    }
    return config(
        kind(node),
        layer instanceof Concat ? narrowest(network, node) : input,
        network.shape(node.id()).channels(),
        LayerConfig.NO_WINDOW,
        groups(node),
        Fusion.NONE);
  }

  private static Shape narrowest(Network network, Node node) {
    return network.inputShapes(node).stream()
        .min((a, b) -> Integer.compare(a.channels(), b.channels()))
        .orElseThrow();
  }

  static LayerConfig convolution(Convolution c, Shape input) {
    return new LayerConfig(
        kind(c),
        c.in(),
        c.out(),
        input.height(),
        input.width(),
        c.window(),
        c.groups(),
        Fusion.NONE);
  }

  private static LayerConfig config(
      OpKind kind, Shape input, int out, Window window, int groups, Fusion fused) {
    return new LayerConfig(
        kind, input.channels(), out, input.height(), input.width(), window, groups, fused);
  }

  private static OpKind kind(Convolution c) {
    if (c.depthwise()) {
      return OpKind.DEPTHWISE;
    }
    if (c.groups() > 1) {
      return OpKind.GROUPED;
    }
    return c.pointwise() ? OpKind.POINTWISE : OpKind.CONV2D;
  }

  private static OpKind kind(Node node) {
    Layer layer = node.layer();
    if (layer instanceof BatchNorm) {
      return OpKind.BATCHNORM;
    }
    if (layer instanceof GlobalPool) {
      return OpKind.GLOBALPOOL;
    }
    if (layer instanceof Linear) {
      return OpKind.LINEAR;
    }
    if (layer instanceof Add) {
      return OpKind.ADD;
    }
    if (layer instanceof Multiply) {
      return OpKind.MULTIPLY;
    }
    if (layer instanceof Concat) {
      return OpKind.CONCAT;
    }
    if (layer instanceof Split) {
      return OpKind.SPLIT;
    }
    if (layer instanceof Shuffle) {
      return OpKind.SHUFFLE;
    }
    if (layer instanceof Flatten) {
      return OpKind.FLATTEN;
    }
    throw new IllegalArgumentException("layer " + node.name() + " (" + layer + ") is not timed");
  }

  private static int groups(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Split split) {
      return split.parts();
    }
    if (layer instanceof Shuffle shuffle) {
      return shuffle.groups();
    }
    return layer instanceof Add || layer instanceof Concat ? node.inputs().size() : 1;
  }
}
