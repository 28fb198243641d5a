package dev.notch.models.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Fixed numbers with other dimensions, and numbers made of dimensions. */
final class FoldedShapes {
  private static final int MOST_DIMENSIONS = 8;

  private FoldedShapes() {}

  static void register(Map<String, Folding.Fold> folds) {
    folds.put("Shape", (op, in) -> shape(op, Grid.longs(in.constant(op, 0).dims())));
    folds.put("Size", (op, in) -> Constant.of(new int[0], (long) in.constant(op, 0).size()));
    folds.put("ConstantOfShape", FoldedShapes::constantOfShape);
    folds.put("Range", FoldedShapes::range);
    folds.put("Reshape", FoldedShapes::reshape);
    folds.put("Flatten", FoldedShapes::flatten);
    folds.put("Squeeze", FoldedShapes::squeeze);
    folds.put("Unsqueeze", FoldedShapes::unsqueeze);
    folds.put("Expand", FoldedShapes::expand);
  }

  /** What the operator Shape says of these dimensions. */
  static Constant shape(Op op, long[] dims) {
    int begin = bound(op.integer("start", 0), dims.length);
    int end = bound(op.integer("end", dims.length), dims.length);
    return Constant.list(Arrays.copyOfRange(dims, begin, Math.max(begin, end)));
  }

  private static int bound(long place, int rank) {
    long counted = place < 0 ? place + rank : place;
    return (int) Math.max(0, Math.min(rank, counted));
  }

  private static Constant constantOfShape(Op op, Reading in) {
    int[] dims = dims(in.constant(op, 0).longs());
    return Grid.pick(in.budget(), fill(op, in), dims, i -> 0);
  }

  /** The number that ConstantOfShape repeats. */
  static Constant fill(Op op, Reading in) {
    Constant value =
        op.has("value")
            ? in.stored().constant(op.attributes().get("value").getT())
            : Constant.of(new int[] {1}, 0f);
    if (value.size() != 1) {
      throw new UnsupportedNodeException("its value is not one number");
    }
    return value;
  }

  private static Constant range(Op op, Reading in) {
    Constant start = in.constant(op, 0);
    double begin = number(start);
    double step = number(in.constant(op, 2));
    double count = Math.ceil((number(in.constant(op, 1)) - begin) / step);
    if (step == 0 || Double.isNaN(count) || Batch.isIn(in.constant(op, 1).longs())) {
      throw new UnsupportedNodeException("its bounds are not usable");
    }
    int size = in.budget().spend((long) Math.max(0, Math.min(count, Integer.MAX_VALUE)));
    int[] dims = {size};
    if (start.whole()) {
      long[] values = new long[size];
      Arrays.setAll(values, i -> (long) (begin + i * step));
      return Constant.of(dims, values);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (begin + i * step);
    }
    return Constant.of(dims, values);
  }

  private static double number(Constant constant) {
    if (constant.size() != 1) {
      throw new UnsupportedNodeException("its bounds are not single numbers");
    }
    return constant.whole() ? constant.longs()[0] : constant.floats()[0];
  }

  private static Constant reshape(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    long[] wanted =
        in.integers(op, "shape", 1).orElseThrow(() -> new UnsupportedNodeException("has no shape"));
    long[] dims =
        target(wanted, Grid.longs(from.dims()), from.size(), op.integer("allowzero", 0) != 0);
    return from.withDims(dims(dims));
  }

  /**
   * Dimensions with the places filled in that are copied (0) or follow from the others (-1).
   *
   * @param total number of values, the batch included
   */
  static long[] target(long[] wanted, long[] from, long total, boolean zeroIsZero) {
    if (wanted.length > MOST_DIMENSIONS) {
      throw new UnsupportedNodeException("cannot reshape to rank " + wanted.length);
    }
    long[] dims = wanted.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0 && !zeroIsZero && i < from.length) {
        dims[i] = from[i];
      }
      if (dims[i] < 0) {
        if (dims[i] < -1 || open >= 0) {
          throw cannotReshape(from, wanted);
        }
        open = i;
      } else {
        known = Math.multiplyExact(known, dims[i]);
      }
    }
    if (open >= 0) {
      if (known == 0 || total % known != 0) {
        throw cannotReshape(from, wanted);
      }
      dims[open] = total / known;
    }
    return dims;
  }

  static UnsupportedNodeException cannotReshape(long[] from, long[] wanted) {
    return new UnsupportedNodeException("cannot reshape " + shown(from) + " to " + shown(wanted));
  }

  private static List<String> shown(long[] dims) {
    return Arrays.stream(dims)
        .mapToObj(
            d ->
                !Batch.isIn(d)
                    ? Long.toString(d)
                    : d == Batch.SIZE ? "batch" : d / Batch.SIZE + "*batch")
        .toList();
  }

  private static Constant flatten(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    long given = op.integer("axis", 1);
    int axis = given == from.rank() ? from.rank() : Grid.axis(given, from.rank());
    int first = 1;
    for (int i = 0; i < axis; i++) {
      first *= from.dim(i);
    }
    return from.withDims(first, first == 0 ? 0 : from.size() / first);
  }

  private static Constant squeeze(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    List<Integer> kept = new ArrayList<>();
    List<Integer> gone =
        in.integers(op, "axes", 1)
            .map(a -> Arrays.stream(a).mapToObj(x -> Grid.axis(x, from.rank())).toList())
            .orElse(List.of());
    for (int i = 0; i < from.rank(); i++) {
      if (gone.isEmpty() ? from.dim(i) != 1 : !gone.contains(i)) {
        kept.add(from.dim(i));
      }
    }
    return from.withDims(kept.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Constant unsqueeze(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    return from.withDims(unsqueezed(from.dims(), in.integers(op, "axes", 1).orElse(new long[0])));
  }

  /** Dimensions with ones put in at these places of the result. */
  static int[] unsqueezed(int[] dims, long[] axes) {
    int rank = dims.length + axes.length;
    if (rank > MOST_DIMENSIONS + 1) {
      throw new UnsupportedNodeException("puts out rank " + rank);
    }
    boolean[] added = new boolean[rank];
    for (long axis : axes) {
      int place = Grid.axis(axis, rank);
      if (added[place]) {
        throw new UnsupportedNodeException("adds axis " + axis + " twice");
      }
      added[place] = true;
    }
    int[] result = new int[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      result[i] = added[i] ? 1 : dims[next++];
    }
    return result;
  }

  private static Constant expand(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    int[] dims = Grid.broadcast(from.dims(), dims(in.constant(op, 1).longs()));
    return Grid.pick(
        in.budget(), from, dims, Grid.walk(dims, 0, Grid.broadcastSteps(from.dims(), dims)));
  }

  /** Dimensions of a constant. */
  static int[] dims(long[] dims) {
    if (dims.length > MOST_DIMENSIONS) {
      throw new UnsupportedNodeException("puts out rank " + dims.length);
    }
    int[] result = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (Batch.isIn(dims[i])) {
        throw new UnsupportedNodeException("makes as many numbers as there are images in a batch");
      }
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
        throw new UnsupportedNodeException("puts out a dimension of " + dims[i]);
      }
      result[i] = (int) dims[i];
    }
    return result;
  }
}
