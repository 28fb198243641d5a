package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Pool.Kind;
import dev.notch.models.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/** Pools over windows and over everything. */
final class PoolOperators {
  private PoolOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("MaxPool", (op, in) -> pool(op, in, Kind.MAX));
    known.put("AveragePool", (op, in) -> pool(op, in, Kind.AVERAGE));
    known.put("GlobalAveragePool", (op, in) -> global(op, in, new GlobalPool()));
    known.put("GlobalMaxPool", (op, in) -> global(op, in, new GlobalMaxPool()));
  }

  private static void pool(Op op, Reading in, Kind kind) {
    in.requireUnread(op, 1);
    View x = in.map(in.tensor(op, 0));
    int[] kernel = Windows.kernel(op, x.rank() - 1);
    boolean count = kind == Kind.AVERAGE && op.integer("count_include_pad", 0) != 0;
    boolean ceil = op.integer("ceil_mode", 0) != 0;
    Layer layer = new Pool(kind, Windows.of(op, x.dims(), kernel), count, ceil);
    int node = in.net().add(op.name(), layer, x.node());
    Shape shape = in.net().shape(node);
    in.put(
        op,
        x.rank() == 2
            ? View.of(node, shape, shape.channels(), shape.height())
            : View.of(node, shape, shape.channels(), shape.height(), shape.width()));
  }

  private static void global(Op op, Reading in, Layer layer) {
    View x = in.map(in.tensor(op, 0));
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, 1);
    dims[0] = x.dim(0);
    in.put(op, in.net().addView(op.name(), dims, layer, x.node()));
  }
}
