package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Activations that files spell out in several operators. Multiplications by one number and
 * additions of one are kept in mind together, so that the order in which a file has them is of no
 * importance; layers that have become superfluous are read by nobody and go in the end.
 */
final class Recognition {
  private static final double GELU_CUBE = 0.044715;
  private static final double SQRT_2_BY_PI = Math.sqrt(2 / Math.PI);

  private final Assembly net;
  private final Budget budget;
  private final Map<Integer, Affine> affine = new HashMap<>();
  private final Map<Integer, Op> errorFunctions = new HashMap<>();

  Recognition(Assembly net, Budget budget) {
    this.net = net;
    this.budget = budget;
  }

  /** One times the node, or what of whose values the node is a multiple. */
  Affine of(int node) {
    return affine.getOrDefault(node, new Affine(node, 1, 0));
  }

  /** The error function, which is no layer: only what is built around it is known. */
  int errorFunction(Op op, int input) {
    int node = net.add(op.name(), new Activation(Function.TANH), input);
    errorFunctions.put(node, op);
    return node;
  }

  /** The operators whose layers are no more than placeholders. */
  Map<Integer, Op> errorFunctions() {
    return errorFunctions;
  }

  /** A node that multiplies all values by one number and adds another. */
  int scale(String name, int node, double factor, double shift) {
    return scale(name, of(node).then(factor, shift));
  }

  private int scale(String name, Affine wanted) {
    if (wanted.identity()) {
      return wanted.node();
    }
    Optional<Integer> sigmoid = hardSigmoid(name, wanted);
    return sigmoid.isPresent() ? sigmoid.get() : plainScale(name, wanted);
  }

  private int plainScale(String name, Affine wanted) {
    Shape shape = net.shape(wanted.node());
    boolean shifts = wanted.shift() != 0;
    int scaled = net.add(name, new Scale(shape.channels(), shifts), wanted.node());
    int[] dims = {budget.spend((long) shape.channels())};
    net.weight(scaled, "weight", dims, filled(dims[0], wanted.factor()));
    if (shifts) {
      net.weight(scaled, "bias", dims, filled(dims[0], wanted.shift()));
    }
    affine.put(scaled, wanted);
    return scaled;
  }

  private static float[] filled(int count, double value) {
    float[] values = new float[count];
    Arrays.fill(values, (float) value);
    return values;
  }

  /** {@code clip(m x + s, 0, 6) / 6}. */
  private Optional<Integer> hardSigmoid(String name, Affine wanted) {
    int node = wanted.node();
    if (!wanted.is(1 / 6.0, 0) || !is(node, Function.RELU6)) {
      return Optional.empty();
    }
    Affine inner = of(net.input(node)).then(1 / 6.0, 0);
    return inner.linear()
        ? Optional.empty()
        : Optional.of(
            net.add(
                name,
                new Activation(Function.HARD_SIGMOID, inner.factor(), inner.shift()),
                inner.node()));
  }

  private boolean is(int node, Function function) {
    return net.layer(node) instanceof Activation a
        && a.function() == function
        && !errorFunctions.containsKey(node);
  }

  /** The product of two tensors of one shape, as an activation if it is one. */
  int multiply(String name, int left, int right) {
    Optional<Integer> known = activation(name, left, right);
    known = known.isPresent() ? known : activation(name, right, left);
    return known.orElseGet(() -> net.add(name, new Multiply(), left, right));
  }

  private Optional<Integer> activation(String name, int left, int right) {
    Affine gate = of(right);
    Argument itself = new Argument(left, of(left), gate.factor());
    Optional<Integer> known = activation(name, itself, gate);
    if (known.isPresent() || !itself.value().linear() || itself.value().node() == left) {
      return known;
    }
    int base = itself.value().node();
    double factor = itself.value().factor() * gate.factor();
    return activation(name, new Argument(base, of(base), factor), gate);
  }

  /**
   * What may be x in the product of x and a function of x.
   *
   * @param factor what the product is multiplied by
   */
  private record Argument(int node, Affine value, double factor) {}

  private Optional<Integer> activation(String name, Argument x, Affine gate) {
    if (gate.linear()) {
      return gated(name, x, gate.node());
    }
    return gate.shift() == gate.factor() ? gaussian(name, x, gate.node()) : Optional.empty();
  }

  /** {@code x gate(x)}. */
  private Optional<Integer> gated(String name, Argument x, int gate) {
    if (is(gate, Function.SIGMOID)) {
      return silu(name, x, of(net.input(gate)));
    }
    if (is(gate, Function.RELU6)) {
      Affine clipped = of(net.input(gate)).then(1 / 6.0, 0);
      return hardSwish(name, x, clipped, x.factor() * 6);
    }
    if (net.layer(gate) instanceof Activation a && a.function() == Function.HARD_SIGMOID) {
      return hardSwish(name, x, of(net.input(gate)).then(a.a(), a.b()), x.factor());
    }
    boolean mish =
        is(gate, Function.TANH)
            && is(net.input(gate), Function.SOFTPLUS)
            && same(of(net.input(net.input(gate))), x.value());
    return mish ? Optional.of(scaled(name, Function.MISH, x.node(), x.factor())) : Optional.empty();
  }

  private Optional<Integer> hardSwish(String name, Argument x, Affine clipped, double factor) {
    return same(clipped, x.value().then(1 / 6.0, 0.5))
        ? Optional.of(scaled(name, Function.HARD_SWISH, x.node(), factor))
        : Optional.empty();
  }

  private static boolean same(Affine a, Affine b) {
    return a.node() == b.node() && a.is(b.factor(), b.shift());
  }

  /** {@code x sigmoid(slope x)}. */
  private Optional<Integer> silu(String name, Argument x, Affine inner) {
    double slope = inner.factor() / x.value().factor();
    if (slope == 0 || !Double.isFinite(slope) || !same(inner, x.value().then(slope, 0))) {
      return Optional.empty();
    }
    if (Affine.close(slope, 1)) {
      return Optional.of(scaled(name, Function.SILU, x.node(), x.factor()));
    }
    int steeper = scale(name, x.node(), slope, 0);
    return Optional.of(scaled(name, Function.SILU, steeper, x.factor() / slope));
  }

  private int scaled(String name, Function function, int x, double factor) {
    return scale(name, net.add(name, new Activation(function), x), factor, 0);
  }

  /** {@code x (1 + f(x))}. */
  private Optional<Integer> gaussian(String name, Argument x, int function) {
    if (errorFunctions.containsKey(function)) {
      return same(of(net.input(function)), x.value().then(Math.sqrt(0.5), 0))
          ? Optional.of(scaled(name, Function.GELU, x.node(), x.factor() * 2))
          : Optional.empty();
    }
    return is(function, Function.TANH) && isGeluArgument(x.node(), net.input(function))
        ? Optional.of(scaled(name, Function.GELU_TANH, x.node(), x.factor() * 2))
        : Optional.empty();
  }

  /** Whether the node is {@code sqrt(2 / pi) (x + 0.044715 x^3)}. */
  private boolean isGeluArgument(int x, int node) {
    Affine outer = of(node);
    if (!outer.linear()) {
      return false;
    }
    List<Integer> parts = net.inputs(outer.node());
    if (net.layer(outer.node()) instanceof Add && parts.size() == 2) {
      return Affine.close(outer.factor(), SQRT_2_BY_PI)
          && (isSum(x, parts.get(0), parts.get(1)) || isSum(x, parts.get(1), parts.get(0)));
    }
    return net.layer(outer.node()) instanceof Multiply
        && (isProduct(x, parts.get(0), parts.get(1), outer.factor())
            || isProduct(x, parts.get(1), parts.get(0), outer.factor()));
  }

  private boolean isSum(int x, int plain, int cubed) {
    Affine cube = of(cubed);
    return plain == x && cube.linear() && close(cube.factor(), GELU_CUBE) && isCube(x, cube.node());
  }

  /** {@code (x sqrt(2 / pi)) (1 + 0.044715 x^2)}, the factors wherever they are. */
  private boolean isProduct(int x, int plain, int squared, double factor) {
    Affine left = of(plain);
    Affine square = of(squared);
    double all = factor * left.factor() * square.shift();
    return left.node() == x
        && left.linear()
        && close(all, SQRT_2_BY_PI)
        && close(square.factor(), GELU_CUBE * square.shift())
        && isSquare(x, square.node());
  }

  private boolean isCube(int x, int node) {
    List<Integer> parts = net.inputs(node);
    return net.layer(node) instanceof Multiply
        && ((parts.get(0) == x && isSquare(x, parts.get(1)))
            || (parts.get(1) == x && isSquare(x, parts.get(0))));
  }

  private boolean isSquare(int x, int node) {
    return net.layer(node) instanceof Multiply
        && net.inputs(node).stream().allMatch(part -> part == x);
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= 1e-5 * Math.abs(b);
  }
}
