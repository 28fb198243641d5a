package dev.notch.models.torchscript;

import static dev.notch.models.torchscript.Script.call;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Weights;
import java.util.List;

/** Layers as expressions of PyTorch's functions; all values are N x C x H x W. */
final class LayerScript {
  private static final List<Integer> NONE = List.of(0, 0);

  private final Network network;
  private final Weights weights;
  private final Script script;
  private final FreeScript free;

  LayerScript(Network network, Weights weights, Script script) {
    this.network = network;
    this.weights = weights;
    this.script = script;
    this.free = new FreeScript(weights, script);
  }

  /**
   * @throws UnwritableLayerException if PyTorch has no functions for it
   */
  String expression(Node node, List<String> inputs) {
    Layer layer = node.layer();
    if (layer instanceof FreeLayer anyRank) {
      return map(free.expression(node, anyRank, inputs), network.shape(node.id()));
    }
    String x = inputs.get(0);
    if (layer instanceof SpatialLayer spatial) {
      return SpatialScript.expression(spatial, network.shape(node.input()), x);
    }
    if (layer instanceof Activation activation) {
      return ActivationScript.expression(activation, x);
    }
    if (layer instanceof Pool pool) {
      return new PoolScript(script, node, network.shape(node.input()), network.shape(node.id()))
          .expression(pool, x);
    }
    if (layer instanceof TransposedConvolution t) {
      return transposed(node, t, x);
    }
    return layer instanceof BatchNorm
            || layer instanceof Scale
            || layer instanceof PRelu
            || layer instanceof LocalResponseNorm
        ? perChannel(node, x)
        : rearranged(node, inputs);
  }

  /** A convolution or linear layer. */
  String affine(Node node, String x, String weight, String bias) {
    if (!(node.layer() instanceof Convolution c)) {
      String vector = call("flatten", x, 1);
      return map(call("linear", vector, weight, bias), network.shape(node.id()));
    }
    Window w = c.window();
    boolean even = w.symmetric();
    String padded = even ? x : SpatialScript.padded(x, w, 0);
    List<Integer> pads = even ? List.of(w.padHeight(), w.padWidth()) : NONE;
    return call("conv2d", padded, weight, bias, strides(w), pads, dilations(w), c.groups());
  }

  static List<Integer> strides(Window w) {
    return List.of(w.strideHeight(), w.strideWidth());
  }

  static List<Integer> dilations(Window w) {
    return List.of(w.dilationHeight(), w.dilationWidth());
  }

  private static String map(String x, Shape s) {
    return call("reshape", x, List.of(-1, s.channels(), s.height(), s.width()));
  }

  /** PyTorch pads all sides alike; otherwise the whole is computed, then cut, then shifted. */
  private String transposed(Node node, TransposedConvolution t, String x) {
    Window w = t.window();
    String weight = parameter(node, ".weight");
    String bias = t.bias() ? parameter(node, ".bias") : Script.nothing();
    if (w.symmetric()) {
      List<Integer> pads = List.of(w.padHeight(), w.padWidth());
      List<Integer> more = List.of(t.outputPadHeight(), t.outputPadWidth());
      return call(
          "conv_transpose2d", x, weight, bias, strides(w), pads, more, t.groups(), dilations(w));
    }
    String whole =
        call(
            "conv_transpose2d",
            x,
            weight,
            Script.nothing(),
            strides(w),
            NONE,
            NONE,
            t.groups(),
            dilations(w));
    String cut =
        call(
            "constant_pad_nd",
            whole,
            List.of(
                -w.padLeft(),
                t.outputPadWidth() - w.padRight(),
                -w.padTop(),
                t.outputPadHeight() - w.padBottom()),
            0);
    return t.bias() ? call("add", cut, call("reshape", bias, List.of(1, -1, 1, 1))) : cut;
  }

  private String perChannel(Node node, String x) {
    Layer layer = node.layer();
    if (layer instanceof BatchNorm bn) {
      return call(
          "batch_norm",
          x,
          parameter(node, ".weight"),
          parameter(node, ".bias"),
          buffer(node, ".running_mean"),
          buffer(node, ".running_var"),
          false,
          bn.momentum(),
          bn.epsilon(),
          false);
    }
    if (layer instanceof PRelu) {
      return call("prelu", x, parameter(node, ".weight"));
    }
    if (layer instanceof LocalResponseNorm norm) {
      return localResponseNorm(norm, network.shape(node.id()), x);
    }
    List<Integer> spread = List.of(1, -1, 1, 1);
    String scaled = call("mul", x, call("reshape", parameter(node, ".weight"), spread));
    return ((Scale) layer).shift()
        ? call("add", scaled, call("reshape", parameter(node, ".bias"), spread))
        : scaled;
  }

  /** Squares are averaged over channels by pooling a picture whose rows are the channels. */
  private static String localResponseNorm(LocalResponseNorm norm, Shape s, String x) {
    int before = (norm.size() - 1) / 2;
    List<Integer> rows = List.of(-1, 1, s.channels(), s.height() * s.width());
    String squares = call("reshape", call("mul", x, x), rows);
    List<Integer> pads = List.of(0, 0, before, norm.size() - 1 - before);
    String padded = call("constant_pad_nd", squares, pads, 0);
    String mean = call("avg_pool2d", padded, List.of(norm.size(), 1), List.of(1, 1));
    String raised = call("add", call("mul", map(mean, s), norm.alpha()), norm.bias());
    return call("div", x, call("pow", raised, norm.beta()));
  }

  private String rearranged(Node node, List<String> inputs) {
    Layer layer = node.layer();
    String x = inputs.get(0);
    Shape s = network.shape(node.id());
    if (layer instanceof Add) {
      return inputs.stream().reduce((a, b) -> call("add", a, b)).orElseThrow();
    }
    if (layer instanceof Subtract) {
      return call("sub", x, inputs.get(1));
    }
    if (layer instanceof Multiply) {
      return inputs.stream().reduce((a, b) -> call("mul", a, b)).orElseThrow();
    }
    if (layer instanceof Concat) {
      return call("cat", inputs, 1);
    }
    if (layer instanceof Slice slice) {
      return call("slice", x, 1, slice.part() * s.channels(), (slice.part() + 1) * s.channels());
    }
    if (layer instanceof ChannelRange range) {
      return call("slice", x, 1, range.from(), range.to());
    }
    if (layer instanceof Shuffle shuffle) {
      int n = s.channels() / shuffle.groups();
      List<Integer> dealt = List.of(-1, shuffle.groups(), n, s.height(), s.width());
      return map(call("transpose", call("reshape", x, dealt), 1, 2), s);
    }
    return whole(layer, x, s);
  }

  private static String whole(Layer layer, String x, Shape s) {
    if (layer instanceof Flatten) {
      return map(x, s);
    }
    if (layer instanceof GlobalPool) {
      return call("adaptive_avg_pool2d", x, List.of(1, 1));
    }
    if (layer instanceof GlobalMaxPool) {
      return call("amax", x, List.of(2, 3), true);
    }
    if (layer instanceof Softmax) {
      return call("softmax", x, 1);
    }
    throw new UnwritableLayerException("there is no function for " + layer);
  }

  private String parameter(Node node, String part) {
    return script.parameter(node.name() + part, weights.get(node.name() + part));
  }

  private String buffer(Node node, String part) {
    return script.buffer(node.name() + part, weights.get(node.name() + part));
  }
}
