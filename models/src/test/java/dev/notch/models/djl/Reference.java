package dev.notch.models.djl;

import dev.notch.models.graph.Functions;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What a network means, written down with loops in double precision for one picture (channel, row,
 * column) and without any library: the oracle for the block.
 */
final class Reference {
  private final Network network;
  private final Weights weights;
  private final List<double[]> values = new ArrayList<>();

  private Reference(Network network, Weights weights) {
    this.network = network;
    this.weights = weights;
  }

  static double[] run(Network network, Weights weights, double[] picture) {
    Reference reference = new Reference(network, weights);
    reference.values.add(picture);
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      reference.values.add(reference.layer(node));
    }
    return reference.values.get(network.nodes().size() - 1);
  }

  private double[] layer(Node node) {
    double[] x = values.get(node.inputs().get(0));
    Shape in = network.shape(node.inputs().get(0));
    Shape out = network.shape(node.id());
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return convolution(node, c, x, in, out);
    }
    if (layer instanceof BatchNorm bn) {
      return batchNorm(node, bn, x, in);
    }
    if (layer instanceof Activation a) {
      return map(x, v -> Functions.apply(a, v));
    }
    if (layer instanceof Pool pool) {
      return pool(pool, x, in, out);
    }
    if (layer instanceof GlobalPool) {
      return globalPool(x, in);
    }
    if (layer instanceof Linear linear) {
      return linear(node, linear, x);
    }
    return combine(node, layer, x, in, out);
  }

  private double[] combine(Node node, Layer layer, double[] x, Shape in, Shape out) {
    double[] y = new double[Math.toIntExact(out.size())];
    int area = in.height() * in.width();
    if (layer instanceof Add) {
      node.inputs().forEach(id -> add(y, values.get(id)));
    } else if (layer instanceof Multiply) {
      double[] gate = values.get(node.inputs().get(1));
      for (int i = 0; i < y.length; i++) {
        y[i] = x[i] * gate[i / area];
      }
    } else if (layer instanceof Concat) {
      int at = 0;
      for (int id : node.inputs()) {
        System.arraycopy(values.get(id), 0, y, at, values.get(id).length);
        at += values.get(id).length;
      }
    } else if (layer instanceof Slice slice) {
      System.arraycopy(x, slice.part() * y.length, y, 0, y.length);
    } else if (layer instanceof Shuffle shuffle) {
      int n = in.channels() / shuffle.groups();
      for (int c = 0; c < in.channels(); c++) {
        System.arraycopy(x, c * area, y, (c % n * shuffle.groups() + c / n) * area, area);
      }
    } else {
      return x.clone(); // Split, Flatten and (at rest) Dropout
    }
    return y;
  }

  private double[] convolution(Node node, Convolution c, double[] x, Shape in, Shape out) {
    float[] w = weights.get(node.name() + ".weight").data();
    double[] y = new double[Math.toIntExact(out.size())];
    Window k = c.window();
    int inPerGroup = c.in() / c.groups();
    int outPerGroup = c.out() / c.groups();
    for (int o = 0; o < c.out(); o++) {
      for (int i = 0; i < out.height() * out.width(); i++) {
        double sum = c.bias() ? weights.get(node.name() + ".bias").data()[o] : 0;
        for (int q = 0; q < inPerGroup; q++) {
          for (int p = 0; p < k.kernelArea(); p++) {
            int row = i / out.width() * k.strideHeight() - k.padHeight() + p / k.kernelWidth();
            int column = i % out.width() * k.strideWidth() - k.padWidth() + p % k.kernelWidth();
            int channel = o / outPerGroup * inPerGroup + q;
            sum +=
                w[(o * inPerGroup + q) * k.kernelArea() + p] * at(x, in, channel, row, column, 0);
          }
        }
        y[o * out.height() * out.width() + i] = sum;
      }
    }
    return y;
  }

  private static double at(double[] x, Shape s, int channel, int row, int column, double outside) {
    boolean inside = row >= 0 && row < s.height() && column >= 0 && column < s.width();
    return inside ? x[(channel * s.height() + row) * s.width() + column] : outside;
  }

  private double[] batchNorm(Node node, BatchNorm bn, double[] x, Shape in) {
    double[] y = x.clone();
    int area = in.height() * in.width();
    for (int i = 0; i < y.length; i++) {
      int c = i / area;
      double deviation = Math.sqrt(part(node, "running_var", c) + bn.epsilon());
      double normal = (x[i] - part(node, "running_mean", c)) / deviation;
      y[i] = normal * part(node, "weight", c) + part(node, "bias", c);
    }
    return y;
  }

  private double part(Node node, String name, int channel) {
    return weights.get(node.name() + "." + name).data()[channel];
  }

  private static double[] pool(Pool pool, double[] x, Shape in, Shape out) {
    double[] y = new double[Math.toIntExact(out.size())];
    Window k = pool.window();
    boolean max = pool.kind() == Pool.Kind.MAX;
    for (int i = 0; i < y.length; i++) {
      int channel = i / (out.height() * out.width());
      int cell = i % (out.height() * out.width());
      double best = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int inside = 0;
      for (int p = 0; p < k.kernelArea(); p++) {
        int row = cell / out.width() * k.strideHeight() - k.padHeight() + p / k.kernelWidth();
        int column = cell % out.width() * k.strideWidth() - k.padWidth() + p % k.kernelWidth();
        double value = at(x, in, channel, row, column, Double.NaN);
        if (!Double.isNaN(value)) {
          best = Math.max(best, value);
          sum += value;
          inside++;
        }
      }
      y[i] = max ? best : sum / (pool.countPadding() ? k.kernelArea() : inside);
    }
    return y;
  }

  private static double[] globalPool(double[] x, Shape in) {
    double[] y = new double[in.channels()];
    int area = in.height() * in.width();
    for (int i = 0; i < x.length; i++) {
      y[i / area] += x[i] / area;
    }
    return y;
  }

  private double[] linear(Node node, Linear linear, double[] x) {
    float[] w = weights.get(node.name() + ".weight").data();
    double[] y = new double[linear.out()];
    for (int o = 0; o < linear.out(); o++) {
      y[o] = linear.bias() ? weights.get(node.name() + ".bias").data()[o] : 0;
      for (int i = 0; i < linear.in(); i++) {
        y[o] += w[o * linear.in() + i] * x[i];
      }
    }
    return y;
  }

  private static double[] map(double[] x, DoubleUnaryOperator f) {
    return java.util.Arrays.stream(x).map(f).toArray();
  }

  private static void add(double[] to, double[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
