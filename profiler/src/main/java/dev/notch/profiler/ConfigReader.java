package dev.notch.profiler;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.Window;
import java.util.List;
import java.util.Map;

/** Reads the configuration of a layer off its place in a network. */
final class ConfigReader {
  /** Layers whose kind says all. */
  private static final Map<Class<? extends Layer>, OpKind> KINDS =
      Map.ofEntries(
          Map.entry(BatchNorm.class, OpKind.BATCHNORM),
          Map.entry(Scale.class, OpKind.BATCHNORM),
          Map.entry(GlobalPool.class, OpKind.GLOBALPOOL),
          Map.entry(GlobalMaxPool.class, OpKind.GLOBALPOOL),
          Map.entry(Linear.class, OpKind.LINEAR),
          Map.entry(Add.class, OpKind.ADD),
          Map.entry(Subtract.class, OpKind.ADD),
          Map.entry(Multiply.class, OpKind.MULTIPLY),
          Map.entry(Concat.class, OpKind.CONCAT),
          Map.entry(Split.class, OpKind.SPLIT),
          Map.entry(Shuffle.class, OpKind.SHUFFLE),
          Map.entry(Flatten.class, OpKind.FLATTEN),
          Map.entry(PRelu.class, OpKind.PRELU),
          Map.entry(Softmax.class, OpKind.SOFTMAX),
          Map.entry(FreeSoftmax.class, OpKind.SOFTMAX),
          Map.entry(LocalResponseNorm.class, OpKind.NORM),
          Map.entry(LayerNorm.class, OpKind.NORM),
          Map.entry(ChannelRange.class, OpKind.SLICE),
          Map.entry(FreeSlice.class, OpKind.SLICE),
          Map.entry(Resize.class, OpKind.RESIZE),
          Map.entry(MatMul.class, OpKind.MATMUL));

  private ConfigReader() {}

  static LayerConfig read(Network network, Node node) {
    int out = network.channels(node.id());
    boolean constant = node.inputs().isEmpty();
    int in =
        node.layer() instanceof Concat
            ? network.inputShapes(node).stream().mapToInt(Shape::channels).min().orElseThrow()
            : constant ? out : network.channels(node.inputs().get(0));
    return read(network, node, in, out);
  }

  static LayerConfig read(Network network, Node node, int in, int out) {
    Layer layer = node.layer();
    if (layer instanceof Input || layer instanceof Slice || layer instanceof Dropout) {
      throw new IllegalArgumentException("layer " + node.name() + " (" + layer + ") is not timed");
    }
    if (network.channelsLast(node.id()) && !(layer instanceof Dense)) {
      return eachByItself(network, node, out);
    }
    if (layer instanceof FreeLayer free) {
      return free(network, node, free, in, out);
    }
    Shape input = input(network, node).withChannels(in);
    if (layer instanceof Convolution c) {
      int groups = c.groups() > 1 && c.groups() == c.in() ? in : c.groups();
      return config(kind(c, in, out, groups), input, out, c.window(), groups, Fusion.NONE);
    }
    if (layer instanceof TransposedConvolution t) {
      int groups = t.groups() > 1 && t.groups() == t.in() ? in : t.groups();
      return config(OpKind.TRANSPOSED, input, out, t.window(), groups, Fusion.NONE);
    }
    if (layer instanceof Pool pool) {
      return pool(pool, input, network.shape(node.id()));
    }
    if (layer instanceof Multiply && multipliesMaps(network, node)) {
      return config(OpKind.ADD, input, out, LayerConfig.NO_WINDOW, 2, Fusion.NONE);
    }
    return layer instanceof SpatialLayer
        ? moved(network, node, in, out)
        : unwindowed(node, input, out);
  }

  /** Whether it is no gate: the work is that of an add. */
  private static boolean multipliesMaps(Network network, Node node) {
    return network.inputShapes(node).stream().allMatch(shape -> shape.area() > 1);
  }

  private static LayerConfig unwindowed(Node node, Shape input, int out) {
    Fusion fused = node.layer() instanceof Activation a ? Fusion.of(a.function()) : Fusion.NONE;
    OpKind kind =
        node.layer() instanceof Activation
            ? OpKind.ACTIVATION
            : KINDS.getOrDefault(node.layer().getClass(), OpKind.OTHER);
    return config(kind, input, out, LayerConfig.NO_WINDOW, groups(node), fused);
  }

  /** What the layer reads: of operands that differ the one that is as large as the result. */
  private static Shape input(Network network, Node node) {
    Layer layer = node.layer();
    boolean elementwise =
        layer instanceof Add || layer instanceof Subtract || layer instanceof Multiply;
    return elementwise ? network.shape(node.id()) : network.shape(node.inputs().get(0));
  }

  /** As many channels as it writes, in the plane that it reads or writes, whichever is larger. */
  private static LayerConfig moved(Network network, Node node, int in, int out) {
    Shape read = network.shape(node.input());
    Shape written = network.shape(node.id());
    boolean grows = written.size() >= read.size();
    Shape larger = grows ? written.withChannels(out) : read.withChannels(in);
    OpKind kind = KINDS.getOrDefault(node.layer().getClass(), OpKind.OTHER);
    return config(kind, larger, larger.channels(), LayerConfig.NO_WINDOW, 1, Fusion.NONE);
  }

  /** As large as the largest tensor that it touches; a slice moves only what it puts out. */
  private static LayerConfig free(Network network, Node node, FreeLayer layer, int in, int out) {
    if (layer instanceof MatMul product) {
      return product(product);
    }
    if (layer instanceof Dense dense) {
      return dense(network, node, dense, in, out);
    }
    OpKind kind = KINDS.getOrDefault(layer.getClass(), OpKind.OTHER);
    Shape written = network.shape(node.id()).withChannels(out);
    boolean one = kind != OpKind.SLICE && node.inputs().size() == 1;
    Shape read = one ? network.shape(node.input()).withChannels(in) : written;
    Shape larger = read.size() > written.size() ? read : written;
    return config(kind, larger, larger.channels(), LayerConfig.NO_WINDOW, 1, Fusion.NONE);
  }

  /** Where the last axis are the channels, everything before it is one row of places. */
  private static LayerConfig eachByItself(Network network, Node node, int channels) {
    int places = Math.toIntExact(network.shape(node.id()).size() / network.channels(node.id()));
    Shape shape = new Shape(channels, places, 1);
    return node.layer() instanceof Multiply
        ? config(OpKind.ADD, shape, channels, LayerConfig.NO_WINDOW, 2, Fusion.NONE)
        : unwindowed(node, shape, channels);
  }

  /** A product with a matrix of weights, at widths that it has if its channels are last. */
  private static LayerConfig dense(Network network, Node node, Dense dense, int in, int out) {
    int summed = network.channelsLast(node.input()) ? in : dense.in();
    int columns = network.channelsLast(node.id()) ? out : dense.out();
    Shape rows = new Shape(summed, dense.places(), 1);
    return config(OpKind.MATMUL, rows, columns, LayerConfig.NO_WINDOW, 1, Fusion.NONE);
  }

  /** Channels read are those that are summed over, rows those of the result, columns products. */
  private static LayerConfig product(MatMul product) {
    List<Integer> left = product.left();
    List<Integer> result = product.dims();
    int summed = left.get(left.size() - 1);
    int columns = result.get(result.size() - 1);
    int rows = result.get(result.size() - 2);
    int count = result.subList(0, result.size() - 2).stream().reduce(1, Math::multiplyExact);
    return config(
        OpKind.MATMUL,
        new Shape(summed, rows, count),
        columns,
        LayerConfig.NO_WINDOW,
        1,
        Fusion.NONE);
  }

  /** A window that may reach beyond the padded input counts as padded by as much. */
  private static LayerConfig pool(Pool pool, Shape input, Shape output) {
    Window w = pool.window();
    int rows = (output.height() - 1) * w.strideHeight() + w.extentHeight() - input.height();
    int columns = (output.width() - 1) * w.strideWidth() + w.extentWidth() - input.width();
    Window reached =
        new Window(
            w.kernelHeight(),
            w.kernelWidth(),
            w.strideHeight(),
            w.strideWidth(),
            w.padTop(),
            w.padLeft(),
            Math.max(w.padBottom(), rows - w.padTop()),
            Math.max(w.padRight(), columns - w.padLeft()),
            w.dilationHeight(),
            w.dilationWidth());
    OpKind kind = pool.kind() == Pool.Kind.MAX ? OpKind.MAXPOOL : OpKind.AVGPOOL;
    return config(kind, input, input.channels(), pool.ceilMode() ? reached : w, 1, Fusion.NONE);
  }

  private static LayerConfig config(
      OpKind kind, Shape input, int out, Window window, int groups, Fusion fused) {
    return new LayerConfig(
        kind, input.channels(), out, input.height(), input.width(), window, groups, fused);
  }

  private static OpKind kind(Convolution c, int in, int out, int groups) {
    if (groups > 1) {
      return groups == in && in == out ? OpKind.DEPTHWISE : OpKind.GROUPED;
    }
    return c.window().kernelArea() == 1 ? OpKind.POINTWISE : OpKind.CONV2D;
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
