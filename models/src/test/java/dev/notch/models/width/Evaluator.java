package dev.notch.models.width;

import dev.notch.models.graph.Functions;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The plainest possible way to run a network, in double precision: loops, no libraries. */
final class Evaluator {
  private final Network network;
  private final Weights weights;

  Evaluator(Network network, Weights weights) {
    weights.verifyFor(network);
    this.network = network;
    this.weights = weights;
  }

  double[] run(double[] image) {
    List<double[]> values = new ArrayList<>();
    for (Node node : network.nodes()) {
      values.add(
          node.layer() instanceof Input
              ? image
              : run(node, node.inputs().stream().map(values::get).toList()));
    }
    return values.get(values.size() - 1);
  }

  private double[] run(Node node, List<double[]> inputs) {
    Layer layer = node.layer();
    double[] x = inputs.get(0);
    double[] y = new double[(int) network.shape(node.id()).size()];
    int area = network.shape(node.id()).area();
    if (layer instanceof Convolution c) {
      convolve(node, c, x, y);
    } else if (layer instanceof BatchNorm bn) {
      Arrays.setAll(y, i -> normalise(node.name(), bn, i / area, x[i]));
    } else if (layer instanceof Activation activation) {
      Arrays.setAll(y, i -> Functions.apply(activation, x[i]));
    } else if (layer instanceof Pool pool) {
      pool(node, pool, x, y);
    } else if (layer instanceof GlobalPool) {
      int length = x.length / y.length;
      Arrays.setAll(y, i -> Arrays.stream(x, i * length, (i + 1) * length).average().orElseThrow());
    } else if (layer instanceof Linear linear) {
      multiply(node.name(), linear, x, y);
    } else if (layer instanceof Add) {
      Arrays.setAll(y, i -> inputs.stream().mapToDouble(input -> input[i]).sum());
    } else if (layer instanceof Multiply) {
      Arrays.setAll(y, i -> x[i] * inputs.get(1)[i / area]);
    } else if (layer instanceof Concat) {
      return inputs.stream().flatMapToDouble(Arrays::stream).toArray();
    } else {
      Arrays.setAll(y, i -> x[source(layer, network.shape(node.id()), i / area) * area + i % area]);
    }
    return y;
  }

  /** The channel that a layer without arithmetic puts in a place. */
  private static int source(Layer layer, Shape output, int channel) {
    if (layer instanceof Slice slice) {
      return slice.part() * output.channels() + channel;
    }
    if (layer instanceof Shuffle shuffle) {
      int heap = output.channels() / shuffle.groups();
      return channel % shuffle.groups() * heap + channel / shuffle.groups();
    }
    return channel;
  }

  private void convolve(Node node, Convolution c, double[] x, double[] y) {
    Shape in = network.shape(node.input());
    Shape out = network.shape(node.id());
    Tensor filters = weights.get(node.name() + ".weight");
    int inPerGroup = c.in() / c.groups();
    for (int i = 0; i < y.length; i++) {
      int o = i / out.area();
      int first = o / (c.out() / c.groups()) * inPerGroup;
      double sum = c.bias() ? weights.get(node.name() + ".bias").data()[o] : 0;
      for (int j = 0; j < inPerGroup * c.window().kernelArea(); j++) {
        int at = position(c.window(), in, out, i % out.area(), j % c.window().kernelArea());
        int channel = first + j / c.window().kernelArea();
        float weight = filters.data()[o * inPerGroup * c.window().kernelArea() + j];
        sum += at < 0 ? 0 : weight * x[channel * in.area() + at];
      }
      y[i] = sum;
    }
  }

  private void pool(Node node, Pool pool, double[] x, double[] y) {
    Shape in = network.shape(node.input());
    Shape out = network.shape(node.id());
    boolean max = pool.kind() == Pool.Kind.MAX;
    for (int i = 0; i < y.length; i++) {
      double result = max ? Double.NEGATIVE_INFINITY : 0;
      int inside = 0;
      for (int k = 0; k < pool.window().kernelArea(); k++) {
        int at = position(pool.window(), in, out, i % out.area(), k);
        if (at >= 0) {
          double value = x[i / out.area() * in.area() + at];
          result = max ? Math.max(result, value) : result + value;
          inside++;
        }
      }
      y[i] = max ? result : result / (pool.countPadding() ? pool.window().kernelArea() : inside);
    }
  }

  /** The input position under one place of the kernel, or -1 in the padding. */
  private static int position(Window w, Shape in, Shape out, int target, int kernel) {
    int row = target / out.width() * w.strideHeight() - w.padHeight() + kernel / w.kernelWidth();
    int column = target % out.width() * w.strideWidth() - w.padWidth() + kernel % w.kernelWidth();
    boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
    return inside ? row * in.width() + column : -1;
  }

  private void multiply(String name, Linear linear, double[] x, double[] y) {
    for (int o = 0; o < y.length; o++) {
      y[o] = linear.bias() ? weights.get(name + ".bias").data()[o] : 0;
      for (int i = 0; i < x.length; i++) {
        y[o] += weights.get(name + ".weight").data()[o * x.length + i] * x[i];
      }
    }
  }

  private double normalise(String name, BatchNorm bn, int channel, double value) {
    double deviation = Math.sqrt(weights.get(name + ".running_var").data()[channel] + bn.epsilon());
    double scaled = (value - weights.get(name + ".running_mean").data()[channel]) / deviation;
    return scaled * weights.get(name + ".weight").data()[channel]
        + weights.get(name + ".bias").data()[channel];
  }
}
