package dev.notch.compressor.reconstruction;

import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer whose every output reads all channels of its input: one that can make up for those that
 * are missing.
 *
 * @param shiftName the tensor in which a constant can be made up for, if there is one: its own
 *     bias, or the mean of the batch normalisation behind it
 */
record Reader(Node node, Optional<String> shiftName) {

  /** The reader in this node, if it is one. */
  static Optional<Reader> of(Network network, Node node) {
    boolean dense =
        node.layer() instanceof Linear
            || (node.layer() instanceof Convolution c && c.groups() == 1)
            || (node.layer() instanceof Dense && network.channelsLast(node.input()));
    return dense ? Optional.of(new Reader(node, shiftName(network, node))) : Optional.empty();
  }

  private static Optional<String> shiftName(Network network, Node node) {
    if (Weights.shapes(node).containsKey(node.name() + ".bias")) {
      return Optional.of(node.name() + ".bias");
    }
    List<Integer> readers = network.consumers(node.id());
    boolean alone =
        readers.size() == 1
            && !network.outputs().contains(node.id())
            && !(node.layer() instanceof Dense); // its outputs lie along another axis
    return Optional.of(readers)
        .filter(r -> alone && network.node(r.get(0)).layer() instanceof BatchNorm)
        .map(r -> network.node(r.get(0)).name() + ".running_mean");
  }

  /**
   * Puts the layer's corrected weights into those of the narrow network.
   *
   * @param full the layer's weight before the cut
   * @param columns for each narrow input channel its place in the full input
   * @param rows for each narrow output channel its place in the full output
   */
  void correct(
      Map<String, Tensor> narrow, Tensor full, int[] columns, int[] rows, Correction correction) {
    String name = node.name() + ".weight";
    int channels = full.shape()[1];
    int area = full.data().length / full.shape()[0] / channels;
    float[] weight = new float[rows.length * columns.length * area];
    double[] shift = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int tap = 0; tap < area; tap++) {
        double[] sums = new double[columns.length];
        for (int c = 0; c < channels; c++) {
          double value = full.data()[(rows[row] * channels + c) * area + tap];
          shift[row] += value * correction.shift()[c];
          for (int i = 0; i < sums.length; i++) {
            sums[i] += value * correction.by()[i][c];
          }
        }
        for (int i = 0; i < sums.length; i++) {
          float own = full.data()[(rows[row] * channels + columns[i]) * area + tap];
          weight[(row * columns.length + i) * area + tap] = (float) (own + sums[i]);
        }
      }
    }
    narrow.put(name, new Tensor(narrow.get(name).shape(), weight));
    shiftName.ifPresent(where -> narrow.put(where, shifted(where, narrow.get(where), shift)));
  }

  /** A bias is added, a mean is subtracted. */
  private Tensor shifted(String name, Tensor tensor, double[] shift) {
    int sign = name.endsWith(".running_mean") ? -1 : 1;
    float[] values = tensor.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (sign * shift[i]);
    }
    return new Tensor(tensor.shape(), values);
  }
}
