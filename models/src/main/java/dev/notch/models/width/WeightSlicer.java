package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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
    Layer layer = node.layer();
    int[] out = kept.apply(node.id());
    if (layer instanceof Constant) {
      return shape.length == 0 ? tensor : select(tensor, out, shape);
    }
    if (layer instanceof Dense dense) {
      return dense(node, dense, tensor, shape);
    }
    if (layer instanceof FreeLayer) {
      return tensor;
    }
    if (shape.length == 1) {
      return select(tensor, out, shape);
    }
    int[] in = kept.apply(node.input());
    return layer instanceof TransposedConvolution
        ? filters(layer, tensor, in, out, shape)
        : filters(layer, tensor, out, in, shape);
  }

  /** Where its channels are not the last axis they are others, and all of them stay. */
  private Tensor dense(Node node, Dense dense, Tensor tensor, int[] shape) {
    int[] out = last(node.id(), dense.out());
    return shape.length == 1
        ? select(tensor, out, shape)
        : filters(dense, tensor, out, last(node.input(), dense.in()), shape);
  }

  private int[] last(int id, int all) {
    return network.channelsLast(id) ? kept.apply(id) : IntStream.range(0, all).toArray();
  }

  /** What stands at some indices of the first axis. */
  private static Tensor select(Tensor tensor, int[] indices, int[] shape) {
    int block = Tensor.size(shape) / indices.length;
    float[] data = new float[Tensor.size(shape)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(tensor.data(), indices[i] * block, data, i * block, block);
    }
    return new Tensor(shape, data);
  }

  /**
   * What is left of filters.
   *
   * @param rows channels along the first axis that are left
   * @param across channels along the second axis that are left, counted through all parts if the
   *     convolution is grouped
   */
  private static Tensor filters(Layer layer, Tensor tensor, int[] rows, int[] across, int[] shape) {
    int block = Tensor.size(shape) / (shape[0] * shape[1]);
    int[][] columns =
        Narrowing.followsInput(layer)
            ? new int[][] {IntStream.range(0, shape[1]).toArray()}
            : columns(across, shape[1], tensor.shape()[1]);
    int rowsInPart = rows.length / columns.length;
    float[] data = new float[Tensor.size(shape)];
    int end = 0;
    for (int row = 0; row < rows.length; row++) {
      for (int column : columns[row / rowsInPart]) {
        int from = (rows[row] * tensor.shape()[1] + column) * block;
        System.arraycopy(tensor.data(), from, data, end, block);
        end += block;
      }
    }
    return new Tensor(shape, data);
  }

  /** The old columns in each part of a convolution, counted within it. */
  private static int[][] columns(int[] across, int count, int fullCount) {
    return IntStream.range(0, across.length / count)
        .mapToObj(
            part ->
                Arrays.stream(across, part * count, (part + 1) * count)
                    .map(index -> index - part * fullCount)
                    .toArray())
        .toArray(int[][]::new);
  }
}
