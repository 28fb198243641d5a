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
    known.put("Shape", (op, in) -> in.put(op, FoldedShapes.shape(op, in.moved(op, 0).dims())));
    known.put("Size", (op, in) -> in.put(op, size(in.moved(op, 0).view())));
    known.put("Reshape", ArrangingOperators::reshape);
    known.put("Flatten", ArrangingOperators::flatten);
    known.put("Squeeze", ArrangingOperators::squeeze);
    known.put("Unsqueeze", ArrangingOperators::unsqueeze);
    known.put("Transpose", ArrangingOperators::transpose);
    known.put("Expand", ArrangingOperators::expand);
    known.put("ConstantOfShape", ArrangingOperators::everyImage);
    known.put("DepthToSpace", ArrangingOperators::depthToSpace);
    known.put("SpaceToDepth", ArrangingOperators::spaceToDepth);
  }

  /** Whether the operator is read here wherever the batch is. */
  static boolean keepsBatch(Op op) {
    return switch (op.type()) {
      case "Shape", "Size", "Reshape", "Transpose", "Squeeze", "Unsqueeze" -> true;
      default -> false;
    };
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
    long[] wanted = in.integers(op, "shape", 1).orElseThrow(() -> noShape());
    if (!(in.value(op, 0) instanceof Moved)) {
      View x = in.tensor(op, 0);
      Optional<int[]> dims = perImage(op, x, wanted);
      if (dims.isPresent()) {
        in.put(op, reshaped(in, x, dims.get(), op.name()));
        return;
      }
    }
    Moved x = in.moved(op, 0);
    long[] target = target(op, x.dims(), x.view(), wanted);
    long[] dims = Batch.isIn(target) ? target : x.withBatch(target, in.images());
    in.put(op, x.reshape(in, dims, op.name()).simple());
  }

  private static UnsupportedNodeException noShape() {
    return new UnsupportedNodeException("has no shape");
  }

  private static long[] target(Op op, long[] from, View x, long[] wanted) {
    long total = Math.multiplyExact(Batch.SIZE, x.shape().size());
    return FoldedShapes.target(wanted, from, total, op.integer("allowzero", 0) != 0);
  }

  /** The target of a reshape without the batch, if this stays where it is. */
  private static Optional<int[]> perImage(Op op, View x, long[] wanted) {
    long[] target = wanted.clone();
    if (target.length > 0 && target[0] > 0 && !Batch.isIn(target[0]) && fits(x, target)) {
      // Files for one size of batch have it here as a number.
      target[0] = Batch.SIZE;
    }
    long[] dims = target(op, dims(x), x, target);
    long[] rest = Arrays.copyOfRange(dims, Math.min(1, dims.length), dims.length);
    boolean first = dims.length > 0 && dims[0] == Batch.SIZE && !Batch.isIn(rest);
    return first && Budget.size(rest) == x.shape().size()
        ? Optional.of(FoldedShapes.dims(rest))
        : Optional.empty();
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
    Moved x = in.moved(op, 0);
    int rank = x.rank();
    int[] axes =
        in.integers(op, "axes", 1)
            .map(given -> Arrays.stream(given).mapToInt(a -> Grid.axis(a, rank)).toArray())
            .orElseGet(() -> IntStream.range(0, rank).filter(i -> isOne(x, i)).toArray());
    for (int axis : axes) {
      if (axis == x.axis()) {
        throw new UnsupportedNodeException("works across the images of a batch");
      }
      if (!isOne(x, axis)) {
        throw new UnsupportedNodeException("axis " + axis + " is not 1 long");
      }
    }
    List<Integer> gone = Assembly.list(axes);
    int[] kept = IntStream.range(0, rank).filter(i -> !gone.contains(i)).toArray();
    int[] dims = Arrays.stream(kept).map(x.view()::dim).toArray();
    int place = Arrays.binarySearch(kept, x.axis());
    in.put(op, x.withDims(in, dims, place, op.name()).simple());
  }

  private static boolean isOne(Moved x, int axis) {
    return axis != x.axis() && x.view().dim(axis) == 1;
  }

  private static void unsqueeze(Op op, Reading in) {
    Moved x = in.moved(op, 0);
    long[] axes = in.integers(op, "axes", 1).orElse(new long[0]);
    int[] marks = new int[x.rank()];
    marks[x.axis()] = 2;
    int place = Assembly.list(FoldedShapes.unsqueezed(marks, axes)).indexOf(2);
    int[] dims = FoldedShapes.unsqueezed(x.view().dims(), axes);
    in.put(op, x.withDims(in, dims, place, op.name()).simple());
  }

  private static void transpose(Op op, Reading in) {
    Moved x = in.moved(op, 0);
    int[] order = FoldedSelection.order(op, x.rank());
    in.put(op, x.permute(order, op.name()).simple());
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
    if (!Arrays.equals(dims, x.dims()) && (dims.length != x.rank() || dims.length == 0)) {
      throw new UnsupportedNodeException("puts out a tensor of another rank");
    }
    in.put(
        op,
        Arrays.equals(dims, x.dims()) ? x : new Value.Expanded(x, Assembly.list(dims), op.name()));
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

  /** One number everywhere, for each image. */
  private static void everyImage(Op op, Reading in) {
    long[] wanted = in.constant(op, 0).longs();
    in.put(op, repeated(op, in, FoldedShapes.fill(op, in), wanted));
  }

  /** The tensor with its numbers repeated, by adding zeros of the wanted dimensions. */
  static View filled(Reading in, Value.Expanded expanded) {
    int[] dims = expanded.dims().stream().mapToInt(Integer::intValue).toArray();
    float[] nothing = new float[in.budget().spend(Grid.longs(dims))];
    View zeros = in.net().constant(expanded.by() + ".constant", dims, nothing);
    View settled = in.net().settled(expanded.view());
    Binary layer = new Binary(Binary.Op.ADD, Assembly.list(settled.dims()), expanded.dims());
    return in.net().addView(expanded.by(), dims, layer, settled.node(), zeros.node());
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
