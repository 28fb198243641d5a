package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Sets to zero what multiplies channels that are cut. */
final class WeightMask {
  private final Network network;
  private final IntFunction<int[]> kept;

  /**
   * @param kept for a node id, the index of each output channel that is not cut
   */
  WeightMask(Network network, IntFunction<int[]> kept) {
    this.network = network;
    this.kept = kept;
  }

  Weights mask(Weights weights) {
    Map<String, Tensor> masked = new LinkedHashMap<>(weights.tensors());
    for (Node node : network.nodes()) {
      if (readsChannels(node)) {
        masked.computeIfPresent(node.name() + ".weight", (name, tensor) -> mask(node, tensor));
      }
    }
    return new Weights(masked);
  }

  /** A dense layer may read another axis, which stays. */
  private boolean readsChannels(Node node) {
    return node.layer() instanceof Dense
        ? network.channelsLast(node.input())
        : Narrowing.makesChannels(node.layer());
  }

  private Tensor mask(Node node, Tensor tensor) {
    BitSet read = new BitSet();
    Arrays.stream(kept.apply(node.input())).forEach(read::set);
    return node.layer() instanceof TransposedConvolution
        ? maskRows(tensor, read)
        : maskColumns(node, tensor, read);
  }

  private static Tensor maskRows(Tensor tensor, BitSet read) {
    int row = tensor.data().length / tensor.shape()[0];
    float[] data = tensor.data().clone();
    for (int channel = 0; channel < tensor.shape()[0]; channel++) {
      if (!read.get(channel)) {
        Arrays.fill(data, channel * row, (channel + 1) * row, 0f);
      }
    }
    return new Tensor(tensor.shape(), data);
  }

  private Tensor maskColumns(Node node, Tensor tensor, BitSet read) {
    int rows = tensor.shape()[0];
    int columns = tensor.shape()[1];
    int block = tensor.data().length / (rows * columns);
    int groups = network.channels(node.input()) / columns;
    float[] data = tensor.data().clone();
    for (int row = 0; row < rows; row++) {
      int firstChannel = row / (rows / groups) * columns;
      for (int column = 0; column < columns; column++) {
        if (!read.get(firstChannel + column)) {
          int from = (row * columns + column) * block;
          Arrays.fill(data, from, from + block, 0f);
        }
      }
    }
    return new Tensor(tensor.shape(), data);
  }
}
