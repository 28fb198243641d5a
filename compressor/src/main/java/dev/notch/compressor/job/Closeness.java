package dev.notch.compressor.job;

import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Network;
import java.util.List;

/** How far a network's outputs are apart as two programs compute them. */
final class Closeness {
  /**
   * ONNX Runtime 1.29 computes sigmoids in steps of 2^-25, up to 1.4e-7 off. Where all are small,
   * as a detector's are of noise, that is much of the largest; so it counts as no less than this.
   */
  private static final double LEAST_PROBABILITY = 1.0 / 256;

  private Closeness() {}

  /**
   * max|a - b| / max|a| of the output where that is largest; NaN if they are not of the same number
   * and sizes.
   */
  static double difference(Network network, List<float[]> wanted, List<float[]> got) {
    if (wanted.size() != got.size()) {
      return Double.NaN;
    }
    double worst = 0;
    for (int i = 0; i < wanted.size(); i++) {
      double least = least(network, network.outputs().get(i));
      worst = Math.max(worst, difference(wanted.get(i), got.get(i), least));
    }
    return worst;
  }

  private static double difference(float[] wanted, float[] got, double least) {
    if (wanted.length != got.length) {
      return Double.NaN;
    }
    double largest = least;
    double off = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      off = Math.max(off, Math.abs((double) wanted[i] - got[i]));
    }
    return off / largest;
  }

  private static double least(Network network, int id) {
    Layer layer = network.node(id).layer();
    if (layer instanceof Activation activation && activation.function() == Function.SIGMOID) {
      return LEAST_PROBABILITY;
    }
    return movesValues(layer)
        ? network.node(id).inputs().stream()
            .mapToDouble(in -> least(network, in))
            .max()
            .orElseThrow()
        : Double.MIN_NORMAL;
  }

  private static boolean movesValues(Layer layer) {
    return layer instanceof Reshape
        || layer instanceof Permute
        || layer instanceof FreeSlice
        || layer instanceof FreeConcat
        || layer instanceof Concat
        || layer instanceof Flatten;
  }
}
