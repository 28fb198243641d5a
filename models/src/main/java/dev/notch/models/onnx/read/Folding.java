package dev.notch.models.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators over fixed numbers, computed once and for all. */
final class Folding {

  /** Computes an operator whose inputs are all fixed. */
  @FunctionalInterface
  interface Fold {
    Constant compute(Op op, Reading in);
  }

  private final Map<String, Fold> folds = new HashMap<>();

  Folding() {
    folds.put("Identity", (op, in) -> in.constant(op, 0));
    folds.put("Dropout", (op, in) -> in.constant(op, 0));
    folds.put("Constant", Folding::constant);
    folds.put("Cast", Folding::cast);
    FoldedArithmetic.register(folds);
    FoldedShapes.register(folds);
    FoldedSelection.register(folds);
  }

  /** Whether the operator was computed: all that it reads is fixed, and it is one that can be. */
  boolean fold(Op op, Reading in) {
    if (op.type().equals("Split") && allConstant(op, in)) {
      split(op, in);
      return true;
    }
    Fold fold = folds.get(op.type());
    if (fold == null || op.outputs().isEmpty() || !allConstant(op, in) || fillsBatch(op, in)) {
      return false;
    }
    in.requireUnread(op, 1);
    in.put(op, fold.compute(op, in));
    return true;
  }

  /** Fixed numbers repeated for every image are no longer a list of numbers. */
  private static boolean fillsBatch(Op op, Reading in) {
    int shape = op.type().equals("Expand") ? 1 : op.type().equals("ConstantOfShape") ? 0 : -1;
    if (shape < 0 || !op.hasInput(shape)) {
      return false;
    }
    long[] wanted = in.constant(op, shape).longs();
    return wanted.length > 0 && wanted[0] == Batch.SIZE;
  }

  boolean knows(String type) {
    return folds.containsKey(type);
  }

  private static boolean allConstant(Op op, Reading in) {
    return op.inputs().stream()
        .filter(name -> !name.isEmpty())
        .allMatch(name -> in.value(name) instanceof Constant);
  }

  private static Constant constant(Op op, Reading in) {
    if (op.has("value")) {
      return in.stored().constant(op.attributes().get("value").getT());
    }
    Optional<long[]> integers = op.integers("value_ints");
    if (integers.isPresent()) {
      return Constant.list(integers.get());
    }
    if (op.has("value_int")) {
      return Constant.of(new int[0], op.integer("value_int", 0));
    }
    Optional<float[]> floats = op.numbers("value_floats");
    if (floats.isPresent()) {
      return Constant.of(new int[] {floats.get().length}, floats.get());
    }
    if (op.has("value_float")) {
      return Constant.of(new int[0], op.number("value_float", 0));
    }
    throw new UnsupportedNodeException("only numbers are supported as constants");
  }

  private static Constant cast(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    ElementType type = ElementType.of(op.integer("to", 0));
    if (from.whole() == type.whole() && type != ElementType.BOOL) {
      return from;
    }
    int size = in.budget().spend((long) from.size());
    if (!type.whole()) {
      return Constant.of(from.dims(), from.floats());
    }
    if (type != ElementType.BOOL) {
      return Constant.of(from.dims(), from.longs());
    }
    long[] truth = new long[size];
    float[] values = from.floats();
    Arrays.setAll(truth, i -> values[i] == 0 ? 0 : 1);
    return Constant.of(from.dims(), truth);
  }

  private static void split(Op op, Reading in) {
    Constant from = in.constant(op, 0);
    int axis = Grid.axis(op.integer("axis", 0), from.rank());
    int[] sizes = Splitting.sizes(op, in, from.dim(axis));
    List<Constant> parts = new ArrayList<>();
    int begin = 0;
    for (int size : sizes) {
      parts.add(FoldedSelection.range(in.budget(), from, axis, begin, size, 1));
      begin += size;
    }
    for (int i = 0; i < parts.size(); i++) {
      in.put(op.outputs().get(i), parts.get(i));
    }
  }
}
