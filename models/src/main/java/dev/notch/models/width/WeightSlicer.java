package dev.notch.models.width;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Cuts the weights of a network down to those of a narrow one. */
final class WeightSlicer {
  private final Network network;
  private final Network narrow;
  private final IntFunction<int[]> kept;

  /**
   * @param kept for a node id, the old index of each output channel that is left
   */
  WeightSlicer(Network network, Network narrow, IntFunction<int[]> kept) {
    this.network = network;
    this.narrow = narrow;
    this.kept = kept;
  }

  Weights slice(Weights weights) {
    Map<String, Tensor> sliced = new LinkedHashMap<>();
    Map<String, int[]> shapes = Weights.shapes(narrow);
    for (Node node : network.nodes()) {
      for (String name : Weights.shapes(node).keySet()) {
        sliced.put(name, slice(node, weights.get(name), shapes.get(name)));
      }
    }
    return new Weights(sliced);
  }

  private Tensor slice(Node node, Tensor tensor, int[] shape) {
    int[] rows = kept.apply(node.id());
    return shape.length == 1 ? select(tensor, rows) : filters(node, tensor, rows, shape);
  }

  private static Tensor select(Tensor vector, int[] indices) {
    float[] data = new float[indices.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = vector.data()[indices[i]];
    }
    return new Tensor(new int[] {data.length}, data);
  }

  /** The filters that are left, reading the channels that are left. */
  private Tensor filters(Node node, Tensor tensor, int[] rows, int[] shape) {
    int block = Tensor.size(shape) / (shape[0] * shape[1]);
    float[] data = new float[Tensor.size(shape)];
    int end = 0;
    for (int row = 0; row < rows.length; row++) {
      for (int column : columns(node, row, shape[1], tensor.shape()[1])) {
        int from = (rows[row] * tensor.shape()[1] + column) * block;
        System.arraycopy(tensor.data(), from, data, end, block);
        end += block;
      }
    }
    return new Tensor(shape, data);
  }

  /** The old columns of a new filter: counted within its part if the convolution is grouped. */
  private int[] columns(Node node, int row, int count, int fullCount) {
    Layer layer = node.layer();
    if (layer instanceof Convolution c && Narrowing.followsInput(c)) {
      return new int[] {0};
    }
    int[] inputs = kept.apply(node.input());
    int groups = inputs.length / count;
    int part = row / (kept.apply(node.id()).length / groups);
    return Arrays.stream(inputs, part * count, (part + 1) * count)
        .map(index -> index - part * fullCount)
        .toArray();
  }
}
