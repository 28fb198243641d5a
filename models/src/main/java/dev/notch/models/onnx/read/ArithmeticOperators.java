package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Subtract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Arithmetic between tensors, and of tensors with fixed numbers. */
final class ArithmeticOperators {
  private ArithmeticOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("Add", (op, in) -> in.put(op, binary(op, in, Binary.Op.ADD)));
    known.put("Sub", (op, in) -> in.put(op, binary(op, in, Binary.Op.SUB)));
    known.put("Mul", (op, in) -> in.put(op, binary(op, in, Binary.Op.MUL)));
    known.put("Div", (op, in) -> in.put(op, binary(op, in, Binary.Op.DIV)));
    known.put("Pow", (op, in) -> in.put(op, binary(op, in, Binary.Op.POW)));
    known.put("Equal", (op, in) -> in.put(op, binary(op, in, Binary.Op.EQUAL)));
    known.put("Greater", (op, in) -> in.put(op, binary(op, in, Binary.Op.GREATER)));
    known.put("GreaterOrEqual", (op, in) -> in.put(op, binary(op, in, Binary.Op.GREATER_OR_EQUAL)));
    known.put("Less", (op, in) -> in.put(op, binary(op, in, Binary.Op.LESS)));
    known.put("LessOrEqual", (op, in) -> in.put(op, binary(op, in, Binary.Op.LESS_OR_EQUAL)));
    known.put("Sum", ArithmeticOperators::sum);
    known.put("Neg", (op, in) -> in.put(op, scaled(op, in, in.tensor(op, 0), -1, 0)));
    known.put("Sqrt", (op, in) -> in.put(op, power(op, in, in.tensor(op, 0), 0.5)));
    known.put("Reciprocal", (op, in) -> in.put(op, power(op, in, in.tensor(op, 0), -1)));
    known.put("Max", (op, in) -> limit(op, in, true));
    known.put("Min", (op, in) -> limit(op, in, false));
  }

  private static View binary(Op op, Reading in, Binary.Op kind) {
    Value left = in.value(op, 0);
    Value right = in.value(op, 1);
    if (left instanceof View x && right instanceof Constant constant) {
      return withConstant(op, in, kind, x, constant);
    }
    if (left instanceof Constant constant && right instanceof View x) {
      return constantFirst(op, in, kind, constant, x);
    }
    return tensors(op, in, kind, operand(op, in, 0, right), operand(op, in, 1, left));
  }

  /** A tensor that was repeated to be as long as the other one on some axis is taken as it was. */
  private static View operand(Op op, Reading in, int index, Value other) {
    if (in.value(op, index) instanceof Value.Expanded wide
        && other instanceof View view
        && view.rank() == wide.dims().size()
        && Arrays.equals(
            Grid.broadcast(wide.view().dims(), view.dims()),
            Grid.broadcast(ints(wide.dims()), view.dims()))) {
      return wide.view();
    }
    return in.tensor(op, index);
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  // Tensors

  private static View tensors(Op op, Reading in, Binary.Op kind, View left, View right) {
    if (left.rank() != right.rank()) {
      throw new UnsupportedNodeException("its inputs have different ranks");
    }
    if (!isSimple(kind)) {
      return free(op, in, kind, in.net().settled(left), in.net().settled(right));
    }
    if (Arrays.equals(left.dims(), right.dims())) {
      boolean alike = left.alike(right);
      View a = alike ? left : in.net().settled(left);
      View b = alike ? right : in.net().settled(right);
      return a.withNode(combine(op, in, kind, a.node(), b.node()));
    }
    Optional<View> gated = gated(op, in, kind, left, right);
    return gated.isPresent()
        ? gated.get()
        : free(op, in, kind, in.net().settled(left), in.net().settled(right));
  }

  /** Whether there are layers for it that keep channels apart. */
  private static boolean isSimple(Binary.Op kind) {
    return kind == Binary.Op.ADD || kind == Binary.Op.SUB || kind == Binary.Op.MUL;
  }

  private static int combine(Op op, Reading in, Binary.Op kind, int left, int right) {
    return switch (kind) {
      case ADD -> in.net().add(op.name(), new Add(), left, right);
      case SUB -> in.net().add(op.name(), new Subtract(), left, right);
      default -> in.recognition().multiply(op.name(), left, right);
    };
  }

  /** One of them has one value for each channel of the other. */
  private static Optional<View> gated(Op op, Reading in, Binary.Op kind, View left, View right) {
    if (isGate(right, left)) {
      int gate = gate(in, right);
      return Optional.of(left.withNode(in.net().add(op.name(), layer(kind), left.node(), gate)));
    }
    if (isGate(left, right)) {
      int gate = gate(in, left);
      return Optional.of(right.withNode(in.net().add(op.name(), layer(kind), gate, right.node())));
    }
    return Optional.empty();
  }

  private static boolean isGate(View gate, View map) {
    Optional<Integer> channels = map.channelDim();
    return channels.isPresent()
        && IntStream.range(0, map.rank())
            .allMatch(i -> gate.dim(i) == (i == channels.get() ? map.dim(i) : 1));
  }

  private static int gate(Reading in, View gate) {
    int[] vector = {Math.toIntExact(gate.shape().size())};
    return in.net().natural(ArrangingOperators.reshaped(in, gate, vector, gate.label()));
  }

  private static Layer layer(Binary.Op kind) {
    return switch (kind) {
      case ADD -> new Add();
      case SUB -> new Subtract();
      default -> new Multiply();
    };
  }

  private static View free(Op op, Reading in, Binary.Op kind, View left, View right) {
    int[] dims = Grid.broadcast(left.dims(), right.dims());
    Binary layer = new Binary(kind, someDims(left), someDims(right));
    return in.net().addView(op.name(), dims, layer, left.node(), right.node());
  }

  private static List<Integer> someDims(View view) {
    return view.rank() == 0 ? List.of(1) : Assembly.list(view.dims());
  }

  private static void sum(Op op, Reading in) {
    List<View> parts =
        IntStream.range(0, op.inputs().size()).mapToObj(i -> in.tensor(op, i)).toList();
    if (parts.isEmpty()) {
      throw new UnsupportedNodeException("has no inputs");
    }
    View first = parts.get(0);
    if (parts.size() > 1 && parts.stream().allMatch(first::alike)) {
      int[] nodes = parts.stream().mapToInt(View::node).toArray();
      in.put(op, first.withNode(in.net().add(op.name(), new Add(), nodes)));
      return;
    }
    View sum = first;
    for (View part : parts.subList(1, parts.size())) {
      sum = tensors(op, in, Binary.Op.ADD, sum, part);
    }
    in.put(op, sum);
  }

  // Fixed numbers

  /** A tensor plus fixed numbers. */
  static View add(Op op, Reading in, View x, Constant constant) {
    return withConstant(op, in, Binary.Op.ADD, x, constant);
  }

  private static View withConstant(Op op, Reading in, Binary.Op kind, View x, Constant constant) {
    requireNumbers(constant);
    if (isOneNumber(x, constant) && !kind.compares()) {
      double c = constant.floats()[0];
      return switch (kind) {
        case ADD -> scaled(op, in, x, 1, c);
        case SUB -> scaled(op, in, x, 1, -c);
        case MUL -> scaled(op, in, x, c, 0);
        case DIV -> scaled(op, in, x, 1 / c, 0);
        default -> power(op, in, x, c);
      };
    }
    Optional<PerChannel> channels = PerChannel.of(in, x, constant);
    if (channels.isEmpty() || (kind != Binary.Op.DIV && !isSimple(kind))) {
      return free(op, in, kind, in.net().settled(x), tensor(op, in, constant, x.rank()));
    }
    float[] c = channels.get().numbers();
    View tensor = channels.get().tensor();
    return switch (kind) {
      case ADD -> perChannel(op, in, tensor, filled(c.length, 1), Optional.of(c));
      case SUB -> perChannel(op, in, tensor, filled(c.length, 1), Optional.of(times(c, -1)));
      case DIV -> perChannel(op, in, tensor, inverse(c), Optional.empty());
      default -> perChannel(op, in, tensor, c, Optional.empty());
    };
  }

  private static View constantFirst(Op op, Reading in, Binary.Op kind, Constant constant, View x) {
    if (kind == Binary.Op.ADD || kind == Binary.Op.MUL) {
      return withConstant(op, in, kind, x, constant);
    }
    requireNumbers(constant);
    if (kind == Binary.Op.SUB && isOneNumber(x, constant)) {
      return scaled(op, in, x, -1, constant.floats()[0]);
    }
    Optional<PerChannel> channels =
        kind == Binary.Op.SUB ? PerChannel.of(in, x, constant) : Optional.empty();
    if (channels.isPresent()) {
      float[] c = channels.get().numbers();
      return perChannel(op, in, channels.get().tensor(), filled(c.length, -1), Optional.of(c));
    }
    return free(op, in, kind, tensor(op, in, constant, x.rank()), in.net().settled(x));
  }

  private static void requireNumbers(Constant constant) {
    if (constant.size() == 0) {
      throw new UnsupportedNodeException("one of its inputs is empty");
    }
  }

  /** Whether the constant is the same everywhere and does not widen the tensor. */
  private static boolean isOneNumber(View x, Constant constant) {
    Optional<int[]> dims = PerChannel.perImage(constant.dims(), x.rank());
    return dims.isPresent()
        && IntStream.range(0, x.rank())
            .allMatch(i -> dims.get()[i] == 1 || dims.get()[i] == x.dim(i))
        && constant.uniform();
  }

  private static View tensor(Op op, Reading in, Constant constant, int rank) {
    int[] dims =
        PerChannel.perImage(constant.dims(), rank)
            .orElseThrow(
                () -> new UnsupportedNodeException("its constant differs from image to image"));
    return in.constantTensor(op, constant, dims);
  }

  private static View scaled(Op op, Reading in, View x, double factor, double shift) {
    return x.withNode(in.recognition().scale(op.name(), x.node(), factor, shift));
  }

  private static View power(Op op, Reading in, View x, double exponent) {
    int node = x.node();
    if (exponent == 1) {
      return x;
    }
    if (exponent == 2) {
      return x.withNode(in.net().add(op.name(), new Multiply(), node, node));
    }
    if (exponent == 3) {
      int square = in.net().add(op.name() + ".square", new Multiply(), node, node);
      return x.withNode(in.net().add(op.name(), new Multiply(), square, node));
    }
    float[] number = {(float) exponent};
    View power = in.net().constant(op.name() + ".exponent", filledWithOnes(x.rank()), number);
    return free(op, in, Binary.Op.POW, in.net().settled(x), power);
  }

  private static int[] filledWithOnes(int rank) {
    int[] ones = new int[rank];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Multiplies each channel by a number and adds another, if there are such. */
  static View perChannel(Op op, Reading in, View x, float[] factors, Optional<float[]> shifts) {
    int[] dims = {factors.length};
    View result = in.elementwise(op, new Scale(factors.length, shifts.isPresent()), x);
    in.net().weight(result.node(), "weight", dims, factors);
    shifts.ifPresent(values -> in.net().weight(result.node(), "bias", dims, values));
    return result;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] times(float[] values, float factor) {
    float[] products = values.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= factor;
    }
    return products;
  }

  private static float[] inverse(float[] values) {
    float[] inverse = new float[values.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = (float) (1.0 / values[i]);
    }
    return inverse;
  }

  private static void limit(Op op, Reading in, boolean least) {
    if (op.inputs().size() != 2) {
      throw new UnsupportedNodeException("is only known of a tensor and a number");
    }
    int tensor = in.value(op, 0) instanceof Constant ? 1 : 0;
    float bound =
        in.number(op, "bound", 1 - tensor)
            .orElseThrow(() -> new UnsupportedNodeException("has no bound"));
    ActivationOperators.limit(
        op,
        in,
        in.tensor(op, tensor),
        least ? bound : Double.NEGATIVE_INFINITY,
        least ? Double.POSITIVE_INFINITY : bound);
  }
}
