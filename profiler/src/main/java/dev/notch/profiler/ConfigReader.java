package dev.notch.profiler;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/** Reads the configuration of a layer off its place in a network. */
final class ConfigReader {

  private ConfigReader() {}

  static LayerConfig read(Network network, Node node) {
    Layer layer = node.layer();
    Shape input = input(network, node);
    if (layer instanceof Convolution c) {
      return convolution(c, input);
    }
    if (layer instanceof TransposedConvolution t) {
      return transposed(t, input);
    }
    if (layer instanceof Pool pool) {
      OpKind kind = pool.kind() == Pool.Kind.MAX ? OpKind.MAXPOOL : OpKind.AVGPOOL;
      return config(kind, input, input.channels(), plain(pool.window(), input), 1, Fusion.NONE);
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

  /** What the layer reads: of operands that differ the one that is as large as the result. */
  private static Shape input(Network network, Node node) {
    Layer layer = node.layer();
    boolean elementwise =
        layer instanceof Add || layer instanceof Subtract || layer instanceof Multiply;
    return elementwise ? network.shape(node.id()) : network.shape(node.inputs().get(0));
  }

  /**
   * The nearest window without dilation and with equal padding on both sides: to the clock they are
   * the same.
   */
  private static Window plain(Window w, Shape input) {
    if (w.symmetric() && !w.dilated()) {
      return w;
    }
    int high = Math.min(w.kernelHeight(), input.height() + w.padTop() + w.padBottom());
    int wide = Math.min(w.kernelWidth(), input.width() + w.padLeft() + w.padRight());
    Shape output = w.slideOver(input);
    return new Window(
        high,
        wide,
        w.strideHeight(),
        w.strideWidth(),
        padding(output.height(), w.strideHeight(), high, input.height()),
        padding(output.width(), w.strideWidth(), wide, input.width()));
  }

  private static int padding(int output, int stride, int kernel, int input) {
    return Math.max(0, ((output - 1) * stride + kernel - input + 1) / 2);
  }

  /** As many products as a convolution of the input that keeps its size. */
  private static LayerConfig transposed(TransposedConvolution t, Shape input) {
    Window w = t.window();
    return new LayerConfig(
        OpKind.TRANSPOSED,
        t.in(),
        t.out(),
        input.height(),
        input.width(),
        new Window(
            w.kernelHeight(), w.kernelWidth(), 1, 1, w.kernelHeight() / 2, w.kernelWidth() / 2),
        1,
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
        plain(c.window(), input),
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
    if (layer instanceof GlobalPool || layer instanceof GlobalMaxPool) {
      return OpKind.GLOBALPOOL;
    }
    if (layer instanceof Linear) {
      return OpKind.LINEAR;
    }
    if (layer instanceof Add || layer instanceof Subtract) {
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
    if (layer instanceof Input || layer instanceof Slice || layer instanceof Dropout) {
      throw new IllegalArgumentException("layer " + node.name() + " (" + layer + ") is not timed");
    }
    return OpKind.OTHER;
  }

  private static int groups(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Split split) {
      return split.parts();
    }
    if (layer instanceof Shuffle shuffle) {
      return shuffle.groups();
    }
    return layer instanceof Add || layer instanceof Subtract || layer instanceof Concat
        ? node.inputs().size()
        : 1;
  }
}
