package dev.notch.models.graph;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.TransposedConvolution;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a network costs on paper, for one image.
 *
 * @param parameters learned values: weights, biases, gamma and beta, constants; running statistics
 *     are not counted
 * @param macs multiply-accumulate operations of convolutions, linear layers and matrix products
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

  /** Learned values of one layer. */
  public static long parameters(Layer layer) {
    if (layer instanceof Convolution c) {
      return (long) c.out() * (c.in() / c.groups()) * c.window().kernelArea()
          + (c.bias() ? c.out() : 0);
    }
    if (layer instanceof Linear linear) {
      return (long) linear.in() * linear.out() + (linear.bias() ? linear.out() : 0);
    }
    return layer instanceof BatchNorm bn ? 2L * bn.channels() : otherParameters(layer);
  }

  private static long otherParameters(Layer layer) {
    if (layer instanceof TransposedConvolution t) {
      return (long) t.in() * (t.out() / t.groups()) * t.window().kernelArea()
          + (t.bias() ? t.out() : 0);
    }
    if (layer instanceof PRelu prelu) {
      return prelu.channels();
    }
    if (layer instanceof Scale scale) {
      return (scale.shift() ? 2L : 1L) * scale.channels();
    }
    if (layer instanceof LayerNorm norm) {
      return 2 * Dims.size(norm.normalized());
    }
    if (layer instanceof Dense dense) {
      return (long) dense.in() * dense.out() + (dense.bias() ? dense.out() : 0);
    }
    return layer instanceof Constant constant ? Dims.size(constant.dims()) : 0;
  }

  /** Multiply-accumulate operations of one layer that puts out {@code output}. */
  public static long macs(Layer layer, Shape output) {
    if (layer instanceof Convolution c) {
      return output.size() * (c.in() / c.groups()) * c.window().kernelArea();
    }
    if (layer instanceof Linear linear) {
      return (long) linear.in() * linear.out();
    }
    if (layer instanceof TransposedConvolution t) {
      return inputSize(t, output) * (t.out() / t.groups()) * t.window().kernelArea();
    }
    if (layer instanceof Dense dense) {
      return (long) dense.places() * dense.in() * dense.out();
    }
    return layer instanceof MatMul product ? macs(product) : 0;
  }

  /** Values that a transposed convolution reads to make this output. */
  private static long inputSize(TransposedConvolution t, Shape output) {
    Window w = t.window();
    long height = (long) output.height() + w.padTop() + w.padBottom() - t.outputPadHeight();
    long width = (long) output.width() + w.padLeft() + w.padRight() - t.outputPadWidth();
    long rows = (height - w.extentHeight()) / w.strideHeight() + 1;
    long columns = (width - w.extentWidth()) / w.strideWidth() + 1;
    return t.in() * rows * columns;
  }

  private static long macs(MatMul product) {
    List<Integer> left = product.left();
    return Dims.size(product.dims()) * left.get(left.size() - 1);
  }

  /** How many layers of the network satisfy a condition. */
  public static int count(Network network, Predicate<Layer> condition) {
    return (int) network.nodes().stream().map(Node::layer).filter(condition).count();
  }
}
