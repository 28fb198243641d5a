package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Matrix products. */
final class LinearOperators {
  private LinearOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("Gemm", LinearOperators::gemm);
    known.put("MatMul", LinearOperators::matMul);
  }

  private static void gemm(Op op, Reading in) {
    if (op.integer("transA", 0) != 0) {
      throw new UnsupportedNodeException("transposes the batch");
    }
    View x = in.tensor(op, 0);
    boolean rows = op.integer("transB", 0) != 0;
    Matrix matrix = Matrix.of(in, in.constant(op, 1), rows, op.number("alpha", 1));
    Optional<float[]> bias = bias(op, in, matrix.out());
    if (x.rank() < 1 || x.rank() > 2) {
      throw new UnsupportedNodeException("its input has rank " + (x.rank() + 1) + ", not 2");
    }
    in.put(op, x.rank() == 1 ? linear(op, in, x, matrix, bias) : rows(op, in, x, matrix, bias));
  }

  /** Several rows of each image, which the file has as rows of one matrix. */
  private static View rows(Op op, Reading in, View x, Matrix matrix, Optional<float[]> bias) {
    View product = isChannels(x, 1) ? pointwise(op, in, x, matrix) : dense(op, in, x, matrix);
    return bias.isEmpty()
        ? product
        : ArithmeticOperators.add(
            op, in, product, Constant.of(new int[] {matrix.out()}, bias.get()));
  }

  private static boolean isChannels(View x, int axis) {
    return x.channelDim().filter(channel -> channel == axis).isPresent();
  }

  private static Optional<float[]> bias(Op op, Reading in, int out) {
    Optional<Constant> given = in.optionalConstant(op, 2);
    if (given.isEmpty() || op.number("beta", 1) == 0) {
      return Optional.empty();
    }
    float[] values = given.get().floats();
    int[] dims = given.get().dims();
    boolean row = values.length == out && (dims.length == 0 || dims[dims.length - 1] == out);
    if (values.length != 1 && !row) {
      throw new UnsupportedNodeException(
          "its C of " + Arrays.toString(dims) + " is no bias of " + out);
    }
    float beta = op.number("beta", 1);
    float[] bias = new float[out];
    for (int i = 0; i < out; i++) {
      bias[i] = values[values.length == 1 ? 0 : i] * beta;
    }
    return Optional.of(bias);
  }

  /** A linear layer; a flattened map keeps its order, and the weights follow it instead. */
  private static View linear(Op op, Reading in, View x, Matrix matrix, Optional<float[]> bias) {
    if (x.dim(0) != matrix.in()) {
      throw new UnsupportedNodeException(
          "its weights are for " + matrix.in() + " values, its input has " + x.dim(0));
    }
    boolean ordered = x.natural();
    Matrix fitting = ordered ? matrix : matrix.reordered(in.budget(), Arrangements.places(x));
    int vector = in.net().vector(ordered ? x : unordered(x));
    int node =
        in.net().add(op.name(), new Linear(matrix.in(), matrix.out(), bias.isPresent()), vector);
    in.net().weight(node, "weight", new int[] {matrix.out(), matrix.in()}, fitting.values());
    bias.ifPresent(b -> in.net().weight(node, "bias", new int[] {matrix.out()}, b));
    return View.of(node, in.net().shape(node), matrix.out());
  }

  private static View unordered(View x) {
    Shape s = x.shape();
    return View.of(x.node(), s, s.channels(), s.height(), s.width())
        .reshape(x.dims(), x.label())
        .orElseThrow();
  }

  private static void matMul(Op op, Reading in) {
    Value left = in.value(op, 0);
    Value right = in.value(op, 1);
    if (!(left instanceof Constant) && right instanceof Constant weight && weight.rank() == 2) {
      in.put(op, byMatrix(op, in, in.tensor(op, 0), weight));
      return;
    }
    View a = left instanceof Constant c ? matrixTensor(op, in, c) : in.tensor(op, 0);
    View b = right instanceof Constant c ? matrixTensor(op, in, c) : in.tensor(op, 1);
    in.put(op, free(op, in, a, b));
  }

  private static View byMatrix(Op op, Reading in, View x, Constant weight) {
    Matrix matrix = Matrix.of(in, weight, false, 1);
    if (x.rank() == 1) {
      return linear(op, in, x, matrix, Optional.empty());
    }
    int last = x.rank() - 1;
    if (x.rank() > 1 && isChannels(x, last)) {
      return pointwise(op, in, x, matrix);
    }
    return dense(op, in, x, matrix);
  }

  /** A matrix for the last axis of a tensor whose channels are elsewhere. */
  private static View dense(Op op, Reading in, View x, Matrix matrix) {
    if (x.dim(x.rank() - 1) != matrix.in()) {
      throw new UnsupportedNodeException(
          "its weights are for " + matrix.in() + " values, its input has " + x.dim(x.rank() - 1));
    }
    View settled = in.net().settled(x);
    Dense layer = new Dense(Assembly.list(settled.dims()), matrix.out(), false);
    int[] dims = layer.dims().stream().mapToInt(Integer::intValue).toArray();
    View made = in.net().addView(op.name(), dims, layer, settled.node());
    int[] shape = {matrix.out(), matrix.in()};
    in.net().weight(made.node(), "weight", shape, matrix.values());
    return made;
  }

  /** Each pixel's channels times a matrix are a convolution. */
  private static View pointwise(Op op, Reading in, View x, Matrix matrix) {
    if (x.shape().channels() != matrix.in()) {
      throw new UnsupportedNodeException(
          "its weights are for " + matrix.in() + " values, its input has " + x.shape());
    }
    Convolution layer =
        new Convolution(matrix.in(), matrix.out(), Window.square(1, 1, 0), 1, false);
    int node = in.net().add(op.name(), layer, x.node());
    in.net().weight(node, "weight", new int[] {matrix.out(), matrix.in(), 1, 1}, matrix.values());
    return x.withShape(node, in.net().shape(node));
  }

  private static View matrixTensor(Op op, Reading in, Constant constant) {
    int[] dims = constant.dims();
    if (dims.length < 2 || (dims.length > 2 && dims[0] != 1)) {
      throw new UnsupportedNodeException("its constant is no matrix for every image");
    }
    return in.constantTensor(
        op, constant, dims.length == 2 ? dims : Arrays.copyOfRange(dims, 1, dims.length));
  }

  private static View free(Op op, Reading in, View left, View right) {
    if (left.rank() < 2 || right.rank() < 2) {
      throw new UnsupportedNodeException("multiplies across the images of a batch");
    }
    View a = in.net().settled(left);
    View b = in.net().settled(right);
    FreeLayer.MatMul layer = new FreeLayer.MatMul(Assembly.list(a.dims()), Assembly.list(b.dims()));
    int[] dims = layer.dims().stream().mapToInt(Integer::intValue).toArray();
    return in.net().addView(op.name(), dims, layer, a.node(), b.node());
  }
}
