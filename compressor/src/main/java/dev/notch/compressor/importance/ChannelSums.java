package dev.notch.compressor.importance;

import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import java.util.function.IntUnaryOperator;

/** Sums over all values of a tensor that belong to one output channel of its layer. */
final class ChannelSums {
  private ChannelSums() {}

  /** What one value contributes. */
  interface Term {
    double of(int index, double value);
  }

  /** Sums over a tensor of this node, one for every channel that the node puts out. */
  static double[] of(Node node, Tensor tensor, Term term) {
    if (node.layer() instanceof TransposedConvolution t && tensor.shape().length > 1) {
      return sums(t.out(), transposed(t), tensor, term);
    }
    int rows = tensor.shape()[0];
    int row = tensor.data().length / rows;
    return sums(rows, i -> i / row, tensor, term);
  }

  /** Its filters lie in x out/groups x height x width: the channel is on the second axis. */
  private static IntUnaryOperator transposed(TransposedConvolution t) {
    int area = t.window().kernelArea();
    int outPerGroup = t.out() / t.groups();
    int inPerGroup = t.in() / t.groups();
    return i -> {
      int filter = i / area;
      int group = filter / outPerGroup / inPerGroup;
      return group * outPerGroup + filter % outPerGroup;
    };
  }

  private static double[] sums(int channels, IntUnaryOperator channelOf, Tensor tensor, Term term) {
    double[] sums = new double[channels];
    for (int i = 0; i < tensor.data().length; i++) {
      sums[channelOf.applyAsInt(i)] += term.of(i, tensor.data()[i]);
    }
    return sums;
  }

  static double[] add(double[] left, double[] right) {
    double[] sums = left.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += right[i];
    }
    return sums;
  }
}
