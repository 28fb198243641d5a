package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operators on tensors whose first axis is not the batch. As the images of a batch do not know of
 * each other, the batch can be taken out of its axis and put in front: the operator is read as one
 * on tensors with an axis more, and the batch goes back to where it was in what it puts out.
 */
final class MovedBatch {
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Neg",
          "Sqrt",
          "Reciprocal",
          "Max",
          "Min",
          "Identity",
          "Cast",
          "Relu",
          "Sigmoid",
          "Tanh",
          "Softplus",
          "Mish",
          "HardSwish",
          "Clip",
          "LeakyRelu",
          "Elu",
          "HardSigmoid",
          "Gelu",
          "Swish",
          "Erf",
          "Dropout");
  private static final Map<String, Integer> AXIS =
      Map.of("Softmax", -1, "LayerNormalization", -1, "Concat", 0, "Split", 0, "Gather", 0);
  private static final Map<String, Integer> AXES_INPUT =
      Map.of("ReduceMean", 1, "ReduceSum", 1, "ReduceMax", 1, "Slice", 3);

  private final Op op;
  private final Reading in;
  private final List<Value> inputs = new ArrayList<>();
  private final Moved like;

  private MovedBatch(Op op, Reading in) {
    this.op = op;
    this.in = in;
    for (String name : op.inputs()) {
      inputs.add(name.isEmpty() ? Constant.list() : in.value(name));
    }
    this.like =
        inputs.stream()
            .filter(Moved.class::isInstance)
            .map(Moved.class::cast)
            .findFirst()
            .orElseThrow();
  }

  /** Whether any input of the operator has its batch elsewhere. */
  static boolean isReadBy(Op op, Reading in) {
    return op.inputs().stream().anyMatch(n -> !n.isEmpty() && in.value(n) instanceof Moved);
  }

  /**
   * Reads an operator with such inputs.
   *
   * @throws UnsupportedNodeException if it works on the batch itself, or is none of those known
   */
  static void read(Op op, Reading in, Operator operator) {
    new MovedBatch(op, in).read(operator);
  }

  private void read(Operator operator) {
    long[] axes = axes();
    requireSameBatch();
    requireSameForAllImages();
    Map<String, Value> given = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      names.add(op.inputs().get(i).isEmpty() ? "" : "input" + i);
      given.put("input" + i, inputs.get(i) instanceof Moved moved ? moved.view() : inputs.get(i));
    }
    Op inner = op.with(names, attributes(axes));
    Reading within = in.within(given);
    operator.read(inner, within);
    int place = like.axis() - removed(axes);
    for (String output : op.outputs()) {
      within
          .known(output)
          .ifPresent(
              value -> in.put(output, new Moved((View) value, place, like.outer()).simple()));
    }
  }

  /** The axes that the operator works along, counted in the file's way but from the front. */
  private long[] axes() {
    if (ELEMENTWISE.contains(op.type())) {
      return new long[0];
    }
    if (op.type().equals("MatMul") || op.type().equals("Gemm")) {
      requireRows();
      return new long[0];
    }
    long[] axes = given();
    for (int i = 0; i < axes.length; i++) {
      axes[i] = Grid.axis(axes[i], like.rank());
      if (axes[i] == like.axis() || (toTheEnd() && axes[i] < like.axis())) {
        throw new UnsupportedNodeException("works across the images of a batch");
      }
    }
    return axes;
  }

  /** Whether the operator works along all axes from the given one on. */
  private boolean toTheEnd() {
    return op.type().equals("LayerNormalization") || isOldSoftmax();
  }

  private boolean isOldSoftmax() {
    return op.type().equals("Softmax") && op.opset() < ActivationOperators.SOFTMAX_OF_ONE_AXIS;
  }

  private long[] given() {
    Integer axis = AXIS.get(op.type());
    if (axis != null) {
      return new long[] {op.integer("axis", isOldSoftmax() ? 1 : axis)};
    }
    Integer input = AXES_INPUT.get(op.type());
    if (input == null) {
      throw new UnsupportedNodeException("reads a tensor whose first axis is not the batch");
    }
    boolean slice = op.type().equals("Slice");
    return in.integers(op, "axes", input)
        .map(long[]::clone)
        .orElseGet(() -> slice ? firstAxes() : new long[0]);
  }

  private long[] firstAxes() {
    long[] starts = in.integers(op, "starts", 1).orElse(new long[0]);
    long[] axes = new long[starts.length];
    Arrays.setAll(axes, i -> i);
    return axes;
  }

  /** Matrices of different images must not be multiplied with one another. */
  private void requireRows() {
    boolean fixedRight = inputs.size() > 1 && inputs.get(1) instanceof Constant;
    if (like.axis() >= like.rank() - (fixedRight ? 1 : 2)) {
      throw new UnsupportedNodeException("multiplies across the images of a batch");
    }
  }

  private void requireSameBatch() {
    for (int i = 0; i < inputs.size(); i++) {
      Value value = inputs.get(i);
      if (value instanceof Constant) {
        continue;
      }
      Moved moved = in.moved(op, i);
      boolean same =
          moved.rank() == like.rank()
              && moved.axis() == like.axis()
              && moved.outer() == like.outer()
              && moved.view().dim(like.axis()) == like.view().dim(like.axis());
      if (!same) {
        throw new UnsupportedNodeException("its inputs have the batch on different axes");
      }
      inputs.set(i, moved);
    }
  }

  /** Fixed numbers must not differ along the axis that the batch is in. */
  private void requireSameForAllImages() {
    for (Value value : inputs) {
      if (value instanceof Constant constant && ELEMENTWISE.contains(op.type())) {
        int place = constant.rank() - like.rank() + like.axis();
        if (constant.rank() > like.rank() || (place >= 0 && constant.dim(place) != 1)) {
          throw new UnsupportedNodeException("its constant differs from image to image");
        }
      }
    }
  }

  private Map<String, AttributeProto> attributes(long[] axes) {
    Map<String, AttributeProto> attributes = new LinkedHashMap<>(op.attributes());
    if (AXIS.containsKey(op.type())) {
      attributes.put("axis", attribute("axis").setI(axes[0] + 1).build());
    } else if (axes.length > 0) {
      AttributeProto.Builder shifted = attribute("axes");
      Arrays.stream(axes).forEach(axis -> shifted.addInts(axis + 1));
      attributes.put("axes", shifted.build());
    }
    return attributes;
  }

  private static AttributeProto.Builder attribute(String name) {
    return AttributeProto.newBuilder().setName(name);
  }

  /** How many axes before that of the batch the operator does away with. */
  private int removed(long[] axes) {
    boolean reduces = op.type().startsWith("Reduce") && op.integer("keepdims", 1) == 0;
    boolean looksUp =
        op.type().equals("Gather") && inputs.get(1) instanceof Constant c && c.rank() == 0;
    return reduces || looksUp
        ? (int) Arrays.stream(axes).filter(axis -> axis < like.axis()).count()
        : 0;
  }
}
