package dev.notch.models.onnx.read;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Elementwise arithmetic of fixed numbers, broadcast as in numpy. */
final class FoldedArithmetic {
  private FoldedArithmetic() {}

  static void register(Map<String, Folding.Fold> folds) {
    binary(folds, "Add", (a, b) -> a + b, Math::addExact);
    binary(folds, "Sub", (a, b) -> a - b, Math::subtractExact);
    binary(folds, "Mul", (a, b) -> a * b, Math::multiplyExact);
    binary(folds, "Div", (a, b) -> a / b, FoldedArithmetic::quotient);
    binary(folds, "Mod", (a, b) -> a - b * Math.floor(a / b), Math::floorMod);
    binary(folds, "Pow", Math::pow, (a, b) -> (long) Math.pow((double) a, (double) b));
    binary(folds, "Max", Math::max, Math::max);
    binary(folds, "Min", Math::min, Math::min);
    binary(folds, "Equal", (a, b) -> a == b ? 1 : 0, (a, b) -> a == b ? 1 : 0);
    binary(folds, "Greater", (a, b) -> a > b ? 1 : 0, (a, b) -> a > b ? 1 : 0);
    binary(folds, "Less", (a, b) -> a < b ? 1 : 0, (a, b) -> a < b ? 1 : 0);
    binary(folds, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0, (a, b) -> a >= b ? 1 : 0);
    binary(folds, "LessOrEqual", (a, b) -> a <= b ? 1 : 0, (a, b) -> a <= b ? 1 : 0);
    binary(folds, "And", (a, b) -> a * b, (a, b) -> a & b);
    binary(folds, "Or", Math::max, (a, b) -> a | b);
    unary(folds, "Sqrt", Math::sqrt);
    unary(folds, "Exp", Math::exp);
    unary(folds, "Log", Math::log);
    unary(folds, "Neg", a -> -a);
    unary(folds, "Abs", Math::abs);
    unary(folds, "Reciprocal", a -> 1 / a);
    unary(folds, "Floor", Math::floor);
    unary(folds, "Ceil", Math::ceil);
    unary(folds, "Round", Math::rint);
    unary(folds, "Not", a -> a == 0 ? 1 : 0);
    unary(folds, "Relu", a -> Math.max(a, 0));
    unary(folds, "Sigmoid", a -> 1 / (1 + Math.exp(-a)));
    unary(folds, "Tanh", Math::tanh);
    unary(folds, "Sin", Math::sin);
    unary(folds, "Cos", Math::cos);
    folds.put("Where", FoldedArithmetic::where);
  }

  private static void binary(
      Map<String, Folding.Fold> folds,
      String type,
      DoubleBinaryOperator floats,
      LongBinaryOperator longs) {
    folds.put(type, (op, in) -> all(op, in, floats, longs));
  }

  /** Some operators take any number of inputs. */
  private static Constant all(
      Op op, Reading in, DoubleBinaryOperator floats, LongBinaryOperator longs) {
    Constant result = in.constant(op, 0);
    for (int i = 1; i < op.inputs().size(); i++) {
      result = both(op, in, result, in.constant(op, i), floats, longs);
    }
    return result;
  }

  private static Constant both(
      Op op,
      Reading in,
      Constant a,
      Constant b,
      DoubleBinaryOperator floats,
      LongBinaryOperator longs) {
    int[] dims = Grid.broadcast(a.dims(), b.dims());
    int size = in.budget().spend(Grid.longs(dims));
    IntUnaryOperator left = Grid.walk(dims, 0, Grid.broadcastSteps(a.dims(), dims));
    IntUnaryOperator right = Grid.walk(dims, 0, Grid.broadcastSteps(b.dims(), dims));
    if (a.whole() && b.whole()) {
      long[] x = a.longs();
      long[] y = b.longs();
      requireNoBatch(op, x, y);
      long[] values = new long[size];
      for (int i = 0; i < size; i++) {
        values[i] = longs.applyAsLong(x[left.applyAsInt(i)], y[right.applyAsInt(i)]);
      }
      return Constant.of(dims, values);
    }
    float[] x = a.floats();
    float[] y = b.floats();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) floats.applyAsDouble(x[left.applyAsInt(i)], y[right.applyAsInt(i)]);
    }
    return compares(op) ? truths(dims, values) : Constant.of(dims, values);
  }

  private static boolean compares(Op op) {
    return switch (op.type()) {
      case "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual" -> true;
      default -> false;
    };
  }

  private static Constant truths(int[] dims, float[] values) {
    long[] truths = new long[values.length];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = (long) values[i];
    }
    return Constant.of(dims, truths);
  }

  /** The size of the batch may be multiplied, divided and compared; all else depends on it. */
  private static void requireNoBatch(Op op, long[] x, long[] y) {
    boolean harmless =
        switch (op.type()) {
          case "Mul", "Div", "Equal" -> true;
          default -> false;
        };
    if (!harmless && (Batch.isIn(x) || Batch.isIn(y))) {
      throw new UnsupportedNodeException("computes with the size of the batch");
    }
  }

  /** Rounds towards zero as ONNX does; exact where the size of the batch is involved. */
  private static long quotient(long a, long b) {
    if (b == 0) {
      throw new UnsupportedNodeException("divides by zero");
    }
    if (Batch.isIn(a) && a % b != 0) {
      throw new UnsupportedNodeException("computes with the size of the batch");
    }
    return a / b;
  }

  private static void unary(
      Map<String, Folding.Fold> folds, String type, DoubleUnaryOperator function) {
    folds.put(type, (op, in) -> each(op, in, function));
  }

  private static Constant each(Op op, Reading in, DoubleUnaryOperator function) {
    Constant from = in.constant(op, 0);
    int size = in.budget().spend((long) from.size());
    if (from.whole()) {
      long[] values = from.longs().clone();
      if (Batch.isIn(values)) {
        throw new UnsupportedNodeException("computes with the size of the batch");
      }
      for (int i = 0; i < size; i++) {
        values[i] = (long) function.applyAsDouble((double) values[i]);
      }
      return Constant.of(from.dims(), values);
    }
    float[] values = from.floats().clone();
    for (int i = 0; i < size; i++) {
      values[i] = (float) function.applyAsDouble(values[i]);
    }
    return Constant.of(from.dims(), values);
  }

  private static Constant where(Op op, Reading in) {
    Constant condition = in.constant(op, 0);
    Constant yes = in.constant(op, 1);
    Constant no = in.constant(op, 2);
    int[] dims = Grid.broadcast(Grid.broadcast(condition.dims(), yes.dims()), no.dims());
    long[] truth = repeated(in, condition, dims).longs();
    Constant first = repeated(in, yes, dims);
    Constant second = repeated(in, no, dims);
    if (first.whole() && second.whole()) {
      long[] values = first.longs().clone();
      long[] others = second.longs();
      for (int i = 0; i < values.length; i++) {
        values[i] = truth[i] != 0 ? values[i] : others[i];
      }
      return Constant.of(dims, values);
    }
    float[] values = first.floats().clone();
    float[] others = second.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = truth[i] != 0 ? values[i] : others[i];
    }
    return Constant.of(dims, values);
  }

  private static Constant repeated(Reading in, Constant from, int[] dims) {
    return Grid.pick(
        in.budget(), from, dims, Grid.walk(dims, 0, Grid.broadcastSteps(from.dims(), dims)));
  }
}
