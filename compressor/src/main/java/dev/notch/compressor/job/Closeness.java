package dev.notch.compressor.job;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** How far a network's outputs are apart as two programs compute them. */
final class Closeness {
  /**
   * ONNX Runtime 1.29 computes sigmoids in steps of 2^-25, up to 1.4e-7 off. Where all are small,
   * as a detector's are of noise, that is much of the largest; so it counts as no less than this.
   */
  private static final double LEAST_PROBABILITY = 1.0 / 256;

  private Closeness() {}

  /**
   * max|a - b| / max|a| of each output; NaN if they are not of the same number and sizes, or
   * something is not a number. Where two numbers are nearly equal, rounding decides a comparison,
   * and what is behind it jumps: a peak is there or not. Of such outputs sum|a - b| / sum|a|
   * counts.
   */
  static double[] differences(Network network, List<float[]> wanted, List<float[]> got) {
    return differencesOfDoubles(network, wide(wanted), wide(got));
  }

  /** The same in double precision. */
  static double[] differencesOfDoubles(Network network, List<double[]> wanted, List<double[]> got) {
    double[] differences = new double[wanted.size()];
    Arrays.fill(differences, Double.NaN);
    if (wanted.size() == got.size()) {
      Arrays.setAll(differences, i -> difference(network, i, wanted.get(i), got.get(i)));
    }
    return differences;
  }

  /** The larger ones of the differences for several images; NaN if one of the two is. */
  static double[] larger(double[] some, double[] others) {
    double[] larger = new double[some.length];
    Arrays.setAll(larger, i -> Math.max(some[i], others[i]));
    return larger;
  }

  private static double difference(Network network, int place, double[] wanted, double[] got) {
    if (wanted.length != got.length) {
      return Double.NaN;
    }
    double[] off = new double[wanted.length];
    Arrays.setAll(off, i -> Math.abs(wanted[i] - got[i]));
    double[] values = Arrays.stream(wanted).map(Math::abs).toArray();
    DoubleBinaryOperator over = jumps(network, place) ? Double::sum : Math::max;
    double least =
        isProbability(network, network.outputs().get(place))
            ? LEAST_PROBABILITY
            : Double.MIN_NORMAL;
    double all = Arrays.stream(values).reduce(0, over);
    return Arrays.stream(off).reduce(0, over) / Math.max(all, least);
  }

  private static List<double[]> wide(List<float[]> outputs) {
    return outputs.stream().map(Closeness::wide).toList();
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Of sigmoids, or sums and products of these and of what is 0 or 1. */
  private static boolean isProbability(Network network, int id) {
    boolean[] probabilities = new boolean[id + 1];
    for (int at = 0; at <= id; at++) {
      probabilities[at] = isProbability(network.node(at), probabilities);
    }
    return probabilities[id];
  }

  /**
   * @param before whether the nodes before this one are so
   */
  private static boolean isProbability(Node node, boolean[] before) {
    Layer layer = node.layer();
    if (layer instanceof Activation activation) {
      return activation.function() == Function.SIGMOID;
    }
    return isComparison(layer)
        || (keepsProbabilities(layer) && node.inputs().stream().allMatch(in -> before[in]));
  }

  private static boolean keepsProbabilities(Layer layer) {
    return layer instanceof Reshape
        || layer instanceof Permute
        || layer instanceof FreeSlice
        || layer instanceof FreeConcat
        || layer instanceof Concat
        || layer instanceof Flatten
        || layer instanceof Pool
        || layer instanceof Multiply
        || (layer instanceof Binary binary
            && (binary.op() == Binary.Op.MUL || binary.op() == Binary.Op.ADD));
  }

  private static boolean isComparison(Layer layer) {
    return layer instanceof Binary binary && binary.op().compares();
  }

  /** Whether the output in this place is behind a comparison. */
  static boolean jumps(Network network, int place) {
    int output = network.outputs().get(place);
    boolean[] read = new boolean[output + 1];
    read[output] = true;
    for (int id = output; id >= 0; id--) {
      Node node = network.node(id);
      if (read[id] && isComparison(node.layer())) {
        return true;
      }
      if (read[id]) {
        node.inputs().forEach(input -> read[input] = true);
      }
    }
    return false;
  }
}
