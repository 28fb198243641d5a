package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reduce.Kind;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Multiply;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Means, sums and maxima along axes. */
final class ReduceOperators {
  private ReduceOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("ReduceMean", (op, in) -> in.put(op, reduce(op, in, Kind.MEAN)));
    known.put("ReduceSum", (op, in) -> in.put(op, reduce(op, in, Kind.SUM)));
    known.put("ReduceMax", (op, in) -> in.put(op, reduce(op, in, Kind.MAX)));
    known.put("ReduceL2", ReduceOperators::length);
  }

  private static View reduce(Op op, Reading in, Kind kind) {
    return reduce(op, in, kind, in.tensor(op, 0));
  }

  private static View reduce(Op op, Reading in, Kind kind, View x) {
    long[] given = in.integers(op, "axes", 1).orElse(new long[0]);
    if (given.length == 0) {
      if (op.integer("noop_with_empty_axes", 0) != 0) {
        return x;
      }
      throw new UnsupportedNodeException("reduces the batch");
    }
    int[] axes = Reading.axes(given, x.rank());
    boolean keep = op.integer("keepdims", 1) != 0;
    int[] dims = reduced(x.dims(), axes, keep);
    return isPlane(x, axes) ? pooled(op, in, kind, x, dims) : free(op, in, kind, x, axes, keep);
  }

  private static int[] reduced(int[] dims, int[] axes, boolean keep) {
    List<Integer> gone = Assembly.list(axes);
    return IntStream.range(0, dims.length)
        .filter(i -> keep || !gone.contains(i))
        .map(i -> gone.contains(i) ? 1 : dims[i])
        .toArray();
  }

  /** Whether all pixels of each channel are reduced to one. */
  private static boolean isPlane(View x, int[] axes) {
    Optional<int[]> owners = x.axes();
    if (owners.isEmpty()) {
      return false;
    }
    List<Integer> gone = Assembly.list(axes);
    return IntStream.range(0, x.rank())
        .allMatch(
            i -> {
              boolean channels = owners.get()[i] == 0;
              return gone.contains(i) ? !channels || x.dim(i) == 1 : channels || x.dim(i) == 1;
            });
  }

  private static View pooled(Op op, Reading in, Kind kind, View x, int[] dims) {
    Layer layer = kind == Kind.MAX ? new GlobalMaxPool() : new GlobalPool();
    View pooled = in.net().addView(op.name(), dims, layer, x.node());
    return kind == Kind.SUM
        ? pooled.withNode(
            in.recognition().scale(op.name() + ".area", pooled.node(), x.shape().area(), 0))
        : pooled;
  }

  private static View free(Op op, Reading in, Kind kind, View x, int[] axes, boolean keep) {
    View settled = in.net().settled(x);
    Layer layer = new Reduce(kind, Assembly.list(x.dims()), Assembly.list(axes), keep);
    return in.net().addView(op.name(), reduced(x.dims(), axes, keep), layer, settled.node());
  }

  /** The root of the sum of squares. */
  private static void length(Op op, Reading in) {
    View x = in.tensor(op, 0);
    View squares =
        x.withNode(in.net().add(op.name() + ".square", new Multiply(), x.node(), x.node()));
    View sum = in.net().settled(reduce(op, in, Kind.SUM, squares));
    int[] one = new int[Math.max(1, sum.rank())];
    Arrays.fill(one, 1);
    View half = in.net().constant(op.name() + ".exponent", one, new float[] {0.5f});
    int[] dims = sum.rank() == 0 ? one : sum.dims();
    Layer root = new Binary(Binary.Op.POW, Assembly.list(dims), Assembly.list(one));
    in.put(op, in.net().addView(op.name() + ".root", sum.dims(), root, sum.node(), half.node()));
  }
}
