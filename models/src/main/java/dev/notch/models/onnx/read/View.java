package dev.notch.models.onnx.read;

import dev.notch.models.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tensor of the file as an arrangement of the values that a node of the network puts out.
 * Reshape, transpose, flatten, squeeze and their like compute nothing: they only arrange, and are
 * written down here until somebody needs the values in their new order. What two of them undo is
 * then gone, and what they amount to together (a shuffle, a pixel shuffle) can be seen.
 *
 * <p>The node's values, in row-major order, are split into factors longer than 1. The tensor has
 * them in another order, and its dimensions are products of neighbours in that order. The batch is
 * not counted.
 */
final class View implements Value {
  private final int node;
  private final Shape shape;
  private final int[] factors;
  private final int[] order;
  private final int[] dims;
  private final String label;

  private View(int node, Shape shape, int[] factors, int[] order, int[] dims, String label) {
    this.node = node;
    this.shape = shape;
    this.factors = factors;
    this.order = order;
    this.dims = dims;
    this.label = label;
  }

  /** The output of a node, of this shape, as it is, seen with dimensions of as many values. */
  static View of(int node, Shape shape, int... dims) {
    int[] factors =
        IntStream.of(shape.channels(), shape.height(), shape.width()).filter(n -> n > 1).toArray();
    int[] order = IntStream.range(0, factors.length).toArray();
    int[] own = {shape.channels(), shape.height(), shape.width()};
    View whole = new View(node, shape, factors, order, own, "");
    return whole
        .reshape(dims, "")
        .orElseThrow(
            () ->
                new UnsupportedNodeException(
                    "cannot see " + shape + " as " + Arrays.toString(dims)));
  }

  int node() {
    return node;
  }

  /** What the node puts out. */
  Shape shape() {
    return shape;
  }

  int[] dims() {
    return dims.clone();
  }

  int rank() {
    return dims.length;
  }

  int dim(int axis) {
    return dims[axis];
  }

  /** The operator that arranged last; empty if nobody did. */
  String label() {
    return label;
  }

  /** The sizes of the factors in the order of the node's values. */
  int[] factors() {
    return factors.clone();
  }

  /** Which factor comes first in the tensor, which second, and so on. */
  int[] order() {
    return order.clone();
  }

  /** Whether the values come in the order of the node's values. */
  boolean natural() {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** The same arrangement of another node of the same shape. */
  View withNode(int other) {
    return new View(other, shape, factors, order, dims, label);
  }

  /** The tensor with its axes in another order: axis i is axis {@code axes[i]} of this one. */
  View permute(int[] axes, String by) {
    int[][] groups = groups();
    int[] reordered =
        Arrays.stream(axes).mapToObj(a -> groups[a]).flatMapToInt(Arrays::stream).toArray();
    int[] moved = Arrays.stream(axes).map(a -> dims[a]).toArray();
    return new View(node, shape, factors, reordered, moved, by);
  }

  /** The tensor with other dimensions; empty if these cut across factors that are out of order. */
  Optional<View> reshape(int[] target, String by) {
    List<Integer> sizes = new ArrayList<>(Arrays.stream(factors).boxed().toList());
    List<Integer> sequence = new ArrayList<>(Arrays.stream(order).boxed().toList());
    int place = 0;
    for (int dim : target) {
      int needed = dim;
      while (needed > 1) {
        if (place == sequence.size()) {
          return Optional.empty();
        }
        int factor = sequence.get(place);
        int size = sizes.get(factor);
        if (needed % size != 0) {
          if (size % needed != 0) {
            return Optional.empty();
          }
          split(sizes, sequence, factor, place, needed);
          size = needed;
        }
        needed /= size;
        place++;
      }
    }
    if (place < sequence.size()) {
      return Optional.empty();
    }
    return Optional.of(new View(node, shape, ints(sizes), ints(sequence), target.clone(), by));
  }

  private static void split(
      List<Integer> sizes, List<Integer> sequence, int factor, int place, int outer) {
    int size = sizes.get(factor);
    sizes.set(factor, outer);
    sizes.add(factor + 1, size / outer);
    sequence.replaceAll(f -> f > factor ? f + 1 : f);
    sequence.add(place + 1, factor + 1);
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The factors that each dimension consists of. */
  private int[][] groups() {
    int[][] groups = new int[dims.length][];
    int place = 0;
    for (int i = 0; i < dims.length; i++) {
      int begin = place;
      for (long size = 1; size < dims[i]; place++) {
        size *= factors[order[place]];
      }
      groups[i] = Arrays.copyOfRange(order, begin, place);
    }
    return groups;
  }

  /**
   * Which axis of the node (0 channels, 1 height, 2 width) each dimension is: -1 for a length of 1
   * that is none of them. Empty if some dimension is not one whole axis.
   */
  Optional<int[]> axes() {
    int[] owner = owners();
    int[] axes = new int[dims.length];
    Arrays.fill(axes, -1);
    boolean[] taken = new boolean[3];
    int[][] groups = groups();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] > 1) {
        int axis = owner[groups[i][0]];
        if (dims[i] != length(axis) || !ascending(groups[i])) {
          return Optional.empty();
        }
        axes[i] = axis;
        taken[axis] = true;
      }
    }
    giveOnes(axes, taken);
    return Optional.of(axes);
  }

  /** Axes of length 1 are given to dimensions of length 1, in order. */
  private void giveOnes(int[] axes, boolean[] taken) {
    int next = 0;
    for (int i = 0; i < axes.length; i++) {
      while (next < 3 && (taken[next] || length(next) > 1)) {
        next++;
      }
      if (dims[i] == 1 && next < 3) {
        axes[i] = next++;
      }
    }
  }

  private static boolean ascending(int[] group) {
    return IntStream.range(1, group.length).allMatch(i -> group[i] == group[i - 1] + 1);
  }

  private int[] owners() {
    int[] owners = new int[factors.length];
    int axis = 0;
    long size = 1;
    for (int i = 0; i < owners.length; i++) {
      while (size == length(axis)) {
        axis++;
        size = 1;
      }
      owners[i] = axis;
      size *= factors[i];
    }
    return owners;
  }

  private int length(int axis) {
    return switch (axis) {
      case 0 -> shape.channels();
      case 1 -> shape.height();
      default -> shape.width();
    };
  }

  /** The dimension that is the node's channels. */
  Optional<Integer> channelDim() {
    return axes()
        .flatMap(
            axes -> IntStream.range(0, axes.length).filter(i -> axes[i] == 0).boxed().findFirst());
  }

  /** The same arrangement of a node of another shape, where no axis was split. */
  View withShape(int other, Shape otherShape) {
    int[] axes = axes().orElseThrow();
    int[] lengths = {otherShape.channels(), otherShape.height(), otherShape.width()};
    int[] natural = Arrays.stream(axes).filter(a -> a >= 0).sorted().toArray();
    int[] naturalDims = Arrays.stream(natural).map(a -> lengths[a]).toArray();
    int[] permutation =
        Arrays.stream(axes).filter(a -> a >= 0).map(a -> Arrays.binarySearch(natural, a)).toArray();
    int[] result = Arrays.stream(axes).map(a -> a < 0 ? 1 : lengths[a]).toArray();
    return View.of(other, otherShape, naturalDims)
        .permute(permutation, label)
        .reshape(result, label)
        .orElseThrow();
  }

  /** Equal for views that show the values of equal shapes in the same order. */
  List<List<Integer>> arrangement() {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      if (i > 0 && order[i] == order[i - 1] + 1) {
        sizes.set(sizes.size() - 1, sizes.get(sizes.size() - 1) * factors[order[i]]);
      } else {
        sizes.add(factors[order[i]]);
        starts.add(order[i]);
      }
    }
    List<Integer> ranks =
        starts.stream().map(s -> (int) starts.stream().filter(o -> o < s).count()).toList();
    return List.of(sizes, ranks);
  }

  /** Whether the other tensor is arranged alike, so that elementwise layers can read both nodes. */
  boolean alike(View other) {
    return shape.equals(other.shape)
        && Arrays.equals(dims, other.dims)
        && arrangement().equals(other.arrangement());
  }

  @Override
  public String toString() {
    return "node " + node + " as " + Arrays.toString(dims);
  }
}
