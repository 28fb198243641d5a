package dev.notch.models.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Fixed numbers chosen from others, put together, or put into another order. */
final class FoldedSelection {
  private FoldedSelection() {}

  static void register(Map<String, Folding.Fold> folds) {
    folds.put("Transpose", FoldedSelection::transpose);
    folds.put("Gather", FoldedSelection::gather);
    folds.put("Slice", FoldedSelection::slice);
    folds.put("Concat", FoldedSelection::concat);
    folds.put("Tile", FoldedSelection::tile);
    folds.put("ReduceProd", (op, in) -> reduceAll(op, in, true));
    folds.put("ReduceSum", (op, in) -> reduceAll(op, in, false));
  }

  private static Constant transpose(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    int[] order = order(op, from.rank());
    int[] strides = Grid.strides(from.dims());
    int[] dims = Arrays.stream(order).map(from::dim).toArray();
    int[] steps = Arrays.stream(order).map(i -> strides[i]).toArray();
    return Grid.pick(in.budget(), from, dims, Grid.walk(dims, 0, steps));
  }

  /** The order of axes that a transposition asks for; without one, the reverse. */
  static int[] order(Op op, int rank) {
    int[] order =
        op.integers("perm")
            .map(p -> Arrays.stream(p).mapToInt(i -> Grid.axis(i, rank)).toArray())
            .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    if (order.length != rank || Arrays.stream(order).distinct().count() != rank) {
      throw new UnsupportedNodeException("its perm is no order of " + rank + " axes");
    }
    return order;
  }

  private static Constant gather(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    Constant indices = in.constant(op, 1);
    int axis = Grid.axis(op.integer("axis", 0), from.rank());
    int length = from.dim(axis);
    int[] places = Arrays.stream(indices.longs()).mapToInt(i -> Grid.axis(i, length)).toArray();
    int inner = Grid.strides(from.dims())[axis];
    List<Integer> dims = new ArrayList<>(Assembly.list(from.dims()));
    dims.remove(axis);
    dims.addAll(axis, Assembly.list(indices.dims()));
    int[] result = dims.stream().mapToInt(Integer::intValue).toArray();
    int block = inner * places.length;
    return Grid.pick(
        in.budget(),
        from,
        FoldedShapes.dims(Grid.longs(result)),
        i -> (i / block * length + places[i % block / inner]) * inner + i % inner);
  }

  private static Constant slice(Op op, Reading in) {
    Constant result = in.constant(op, 0);
    for (Slicing.Cut cut : Slicing.cuts(op, in, result.rank())) {
      int length = result.dim(cut.axis());
      result =
          range(in.budget(), result, cut.axis(), cut.begin(length), cut.count(length), cut.step());
    }
    return result;
  }

  /** Every {@code step}-th index of an axis from {@code begin} on. */
  static Constant range(Budget budget, Constant from, int axis, int begin, int count, int step) {
    int[] dims = from.dims();
    dims[axis] = count;
    int[] steps = Grid.strides(from.dims());
    int start = begin * steps[axis];
    steps[axis] *= step;
    return Grid.pick(budget, from, dims, Grid.walk(dims, start, steps));
  }

  private static Constant concat(Op op, Reading in) {
    List<Constant> parts =
        IntStream.range(0, op.inputs().size()).mapToObj(i -> in.constant(op, i)).toList();
    if (parts.isEmpty()) {
      throw new UnsupportedNodeException("has no inputs");
    }
    int rank = parts.get(0).rank();
    int axis = Grid.axis(op.integer("axis", 0), rank);
    int[] dims = parts.get(0).dims();
    dims[axis] = 0;
    for (Constant part : parts) {
      requireAlike(parts.get(0), part, axis);
      dims[axis] = Math.addExact(dims[axis], part.dim(axis));
    }
    return join(in.budget(), parts, dims, axis);
  }

  private static void requireAlike(Constant first, Constant part, int axis) {
    int[] a = first.dims();
    int[] b = part.dims();
    if (a.length == b.length) {
      b[axis] = a[axis];
    }
    if (!Arrays.equals(a, b)) {
      throw new UnsupportedNodeException("cannot concatenate tensors of these dimensions");
    }
  }

  private static Constant join(Budget budget, List<Constant> parts, int[] dims, int axis) {
    int size = budget.spend(Grid.longs(dims));
    boolean whole = parts.stream().allMatch(Constant::whole);
    Object values = whole ? new long[size] : new float[size];
    int inner = Grid.strides(dims)[axis];
    int row = inner * dims[axis];
    int begin = 0;
    for (Constant part : parts) {
      Object source = whole ? part.longs() : part.floats();
      int piece = inner * part.dim(axis);
      for (int i = 0; piece > 0 && i * (long) piece < part.size(); i++) {
        System.arraycopy(source, i * piece, values, i * row + begin, piece);
      }
      begin += piece;
    }
    return whole ? Constant.of(dims, (long[]) values) : Constant.of(dims, (float[]) values);
  }

  private static Constant tile(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    long[] repeats = in.constant(op, 1).longs();
    if (repeats.length != from.rank()) {
      throw new UnsupportedNodeException("needs a number of repeats for each axis");
    }
    long[] wanted = new long[repeats.length];
    Arrays.setAll(wanted, i -> Math.multiplyExact(repeats[i], (long) from.dim(i)));
    int[] dims = FoldedShapes.dims(wanted);
    int[] strides = Grid.strides(dims);
    int[] steps = Grid.strides(from.dims());
    return Grid.pick(
        in.budget(),
        from,
        dims,
        i -> {
          int place = 0;
          for (int axis = 0; axis < dims.length; axis++) {
            place += i / strides[axis] % dims[axis] % from.dim(axis) * steps[axis];
          }
          return place;
        });
  }

  /** Products and sums of lists, as files compute sizes with. */
  private static Constant reduceAll(Op op, Reading in, boolean product) {
    Constant from = in.constant(op, 0);
    if (!from.whole() || from.rank() > 1) {
      throw new UnsupportedNodeException("is only known for lists of whole numbers");
    }
    long result = product ? 1 : 0;
    for (long value : from.longs()) {
      result = product ? Math.multiplyExact(result, value) : Math.addExact(result, value);
    }
    int[] dims = op.integer("keepdims", 1) == 0 ? new int[0] : new int[] {1};
    return Constant.of(dims, result);
  }
}
