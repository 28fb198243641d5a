package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that move values about, or do nothing at all. */
final class ArrangingOperators {
  private ArrangingOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("Identity", (op, in) -> in.put(op, in.tensor(op, 0)));
    known.put("Cast", ArrangingOperators::cast);
    known.put("Shape", (op, in) -> in.put(op, FoldedShapes.shape(op, dims(in.tensor(op, 0)))));
    known.put("Size", (op, in) -> in.put(op, size(in.tensor(op, 0))));
    known.put("Reshape", ArrangingOperators::reshape);
    known.put("Flatten", ArrangingOperators::flatten);
    known.put("Squeeze", ArrangingOperators::squeeze);
    known.put("Unsqueeze", ArrangingOperators::unsqueeze);
    known.put("Transpose", ArrangingOperators::transpose);
    known.put("Expand", ArrangingOperators::expand);
    known.put("DepthToSpace", ArrangingOperators::depthToSpace);
    known.put("SpaceToDepth", ArrangingOperators::spaceToDepth);
  }

  /** Dimensions with that of the batch. */
  static long[] dims(View x) {
    long[] dims = new long[x.rank() + 1];
    dims[0] = Batch.SIZE;
    for (int i = 0; i < x.rank(); i++) {
      dims[i + 1] = x.dim(i);
    }
    return dims;
  }

  private static Constant size(View x) {
    return Constant.of(new int[0], Math.multiplyExact(Batch.SIZE, x.shape().size()));
  }

  private static void cast(Op op, Reading in) {
    ElementType type = ElementType.of(op.integer("to", 0));
    if (type.whole()) {
      throw new UnsupportedNodeException("turns the tensor into whole numbers");
    }
    in.put(op, in.tensor(op, 0));
  }

  private static void reshape(Op op, Reading in) {
    View x = in.tensor(op, 0);
    long[] wanted = in.integers(op, "shape", 1).orElseThrow(() -> noShape());
    in.put(op, reshaped(in, x, perImage(op, x, wanted), op.name()));
  }

  private static UnsupportedNodeException noShape() {
    return new UnsupportedNodeException("has no shape");
  }

  /** The target of a reshape without the batch, which must stay where it is. */
  private static int[] perImage(Op op, View x, long[] wanted) {
    long[] from = dims(x);
    long total = Math.multiplyExact(Batch.SIZE, x.shape().size());
    long[] target = wanted.clone();
    if (target.length > 0 && target[0] > 0 && !Batch.isIn(target[0]) && fits(x, target)) {
      // Files for one size of batch have it here as a number.
      target[0] = Batch.SIZE;
    }
    long[] dims = FoldedShapes.target(target, from, total, op.integer("allowzero", 0) != 0);
    long[] rest = Arrays.copyOfRange(dims, Math.min(1, dims.length), dims.length);
    if (dims.length == 0 || dims[0] != Batch.SIZE || Budget.size(rest) != x.shape().size()) {
      throw FoldedShapes.cannotReshape(from, wanted);
    }
    return FoldedShapes.dims(rest);
  }

  private static boolean fits(View x, long[] target) {
    long known = 1;
    boolean open = false;
    for (int i = 1; i < target.length; i++) {
      if (target[i] > 0) {
        known = Math.multiplyExact(known, target[i]);
      } else if (target[i] == 0 && i <= x.rank()) {
        known = Math.multiplyExact(known, (long) x.dim(i - 1));
      } else {
        open = true;
      }
    }
    return open || known == x.shape().size();
  }

  /** The same values with other dimensions, as many in all. */
  static View reshaped(Reading in, View x, int[] dims, String by) {
    if (Arrays.equals(x.dims(), dims)) {
      return x;
    }
    Optional<View> view = x.reshape(dims, by);
    if (view.isPresent()) {
      return view.get();
    }
    View settled = in.net().settled(x);
    return settled
        .reshape(dims, by)
        .orElseGet(
            () -> in.net().addView(by, dims, new Reshape(Assembly.list(dims)), settled.node()));
  }

  private static void flatten(Op op, Reading in) {
    View x = in.tensor(op, 0);
    long given = op.integer("axis", 1);
    long axis = given < 0 ? given + x.rank() + 1 : given;
    if (axis < 1
        || IntStream.range(0, (int) Math.min(axis, x.rank() + 1) - 1).anyMatch(i -> x.dim(i) > 1)) {
      throw new UnsupportedNodeException("mixes the images of a batch");
    }
    in.put(op, reshaped(in, x, new int[] {Math.toIntExact(x.shape().size())}, op.name()));
  }

  private static void squeeze(Op op, Reading in) {
    View x = in.tensor(op, 0);
    Optional<long[]> given = in.integers(op, "axes", 1);
    int[] axes =
        given.isPresent()
            ? Reading.axes(given.get(), x.rank())
            : IntStream.range(0, x.rank()).filter(i -> x.dim(i) == 1).toArray();
    for (int axis : axes) {
      if (axis >= x.rank() || x.dim(axis) != 1) {
        throw new UnsupportedNodeException("axis " + (axis + 1) + " is not 1 long");
      }
    }
    List<Integer> gone = Assembly.list(axes);
    int[] dims = IntStream.range(0, x.rank()).filter(i -> !gone.contains(i)).map(x::dim).toArray();
    in.put(op, reshaped(in, x, dims, op.name()));
  }

  private static void unsqueeze(Op op, Reading in) {
    View x = in.tensor(op, 0);
    long[] axes = in.integers(op, "axes", 1).orElse(new long[0]);
    int[] withBatch = new int[x.rank() + 1];
    System.arraycopy(x.dims(), 0, withBatch, 1, x.rank());
    withBatch[0] = 2;
    int[] dims = FoldedShapes.unsqueezed(withBatch, axes);
    if (dims[0] == 1) {
      throw new UnsupportedNodeException("puts an axis before the batch");
    }
    in.put(op, reshaped(in, x, Arrays.copyOfRange(dims, 1, dims.length), op.name()));
  }

  private static void transpose(Op op, Reading in) {
    View x = in.tensor(op, 0);
    int[] order = FoldedSelection.order(op, x.rank() + 1);
    if (order[0] != 0) {
      throw new UnsupportedNodeException("moves the batch from its place");
    }
    int[] axes = Arrays.stream(order).skip(1).map(i -> i - 1).toArray();
    in.put(op, x.permute(axes, op.name()));
  }

  private static void expand(Op op, Reading in) {
    long[] wanted = in.constant(op, 1).longs();
    boolean batch = wanted.length > 0 && wanted[0] == Batch.SIZE;
    if (in.value(op, 0) instanceof Constant constant && batch) {
      in.put(op, repeated(op, in, constant, wanted));
      return;
    }
    View x = in.tensor(op, 0);
    long[] target = wanted.clone();
    if (batch && target.length == x.rank() + 1) {
      target = Arrays.copyOfRange(target, 1, target.length);
    } else if (target.length == x.rank() + 1 && target[0] == 1) {
      target = Arrays.copyOfRange(target, 1, target.length);
    }
    int[] dims = Grid.broadcast(x.dims(), FoldedShapes.dims(target));
    in.put(op, Arrays.equals(dims, x.dims()) ? x : widened(op, in, x, dims));
  }

  /** Fixed numbers, the same for each image. */
  private static View repeated(Op op, Reading in, Constant constant, long[] wanted) {
    int rank = wanted.length - 1;
    int[] dims =
        PerChannel.perImage(constant.dims(), rank)
            .orElseThrow(() -> new UnsupportedNodeException("differs from image to image"));
    int[] target =
        Grid.broadcast(dims, FoldedShapes.dims(Arrays.copyOfRange(wanted, 1, wanted.length)));
    Constant filled =
        Grid.pick(
            in.budget(), constant, target, Grid.walk(target, 0, Grid.broadcastSteps(dims, target)));
    return in.constantTensor(op, filled, target);
  }

  private static View widened(Op op, Reading in, View x, int[] dims) {
    if (dims.length != x.rank() || dims.length == 0) {
      throw new UnsupportedNodeException("puts out a tensor of another rank");
    }
    float[] nothing = new float[in.budget().spend(Grid.longs(dims))];
    View zeros = in.constantTensor(op, Constant.of(dims, nothing), dims);
    View settled = in.net().settled(x);
    Binary layer = new Binary(Binary.Op.ADD, Assembly.list(settled.dims()), Assembly.list(dims));
    return in.net().addView(op.name(), dims, layer, settled.node(), zeros.node());
  }

  private static void depthToSpace(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    int block = op.integer("blocksize", 0, 1, 1 << 12);
    boolean crd = op.text("mode", "DCR").equals("CRD");
    rearrange(op, in, x, new DepthToSpace(block, crd));
  }

  private static void spaceToDepth(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    rearrange(op, in, x, new SpaceToDepth(op.integer("blocksize", 0, 1, 1 << 12)));
  }

  private static void rearrange(Op op, Reading in, View x, dev.notch.models.graph.Layer layer) {
    int node = in.net().add(op.name(), layer, x.node());
    var shape = in.net().shape(node);
    in.put(op, View.of(node, shape, shape.channels(), shape.height(), shape.width()));
  }
}
