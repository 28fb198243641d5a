package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** What the operators of a file know and do while they are read one after the other. */
final class Reading {
  private static final int HIGHEST_RANK = 8;

  /** No batch has as many images; files end slices there that go to the end. */
  private static final long ENDLESS = 1L << 30;

  private final Assembly net;
  private final StoredTensors stored;
  private final Budget budget;
  private final SourceGraph source;
  private final Optional<Integer> images;
  private final Map<String, Value> values;
  private final IdentityHashMap<Value.Expanded, View> filled = new IdentityHashMap<>();
  private final Recognition recognition;

  /**
   * @param images in a batch, if the file fixes that
   */
  Reading(
      Assembly net,
      StoredTensors stored,
      Budget budget,
      SourceGraph source,
      Optional<Integer> images) {
    this.net = net;
    this.stored = stored;
    this.budget = budget;
    this.source = source;
    this.images = images;
    this.recognition = new Recognition(net, budget);
    this.values = new HashMap<>();
  }

  private Reading(Reading outer, Map<String, Value> values) {
    this.net = outer.net;
    this.stored = outer.stored;
    this.budget = outer.budget;
    this.source = outer.source;
    this.images = outer.images;
    this.recognition = outer.recognition;
    this.values = new HashMap<>(values);
  }

  /** Reading into the same network with names of its own. */
  Reading within(Map<String, Value> others) {
    return new Reading(this, others);
  }

  /** Thrown when an operator reads what another one that cannot be represented should put out. */
  static final class UnknownInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownInputException() {
      super("an input is unknown", null, false, false);
    }
  }

  Assembly net() {
    return net;
  }

  Budget budget() {
    return budget;
  }

  StoredTensors stored() {
    return stored;
  }

  Recognition recognition() {
    return recognition;
  }

  /** How many images a batch has: 1 if any number can be. */
  int images() {
    return images.orElse(1);
  }

  /** Whether there are no images from that one on, as far as a file can mean it. */
  boolean isWholeBatch(long end) {
    return end >= ENDLESS || images.filter(count -> end >= count).isPresent();
  }

  /** Numbers that were read before are gone through again. */
  void payForConstants(Op op) {
    for (String name : op.inputs()) {
      if (values.get(name) instanceof Constant constant) {
        budget.pass(constant.size());
      }
    }
  }

  /** What is already known by that name. */
  Optional<Value> known(String name) {
    return Optional.ofNullable(values.get(name));
  }

  void put(String name, Value value) {
    if (value instanceof View view && view.rank() > HIGHEST_RANK) {
      throw new UnsupportedNodeException("puts out a tensor of rank " + (view.rank() + 1));
    }
    values.put(name, value);
  }

  /** What nobody can say anything about. */
  void putUnknown(String name) {
    if (!name.isEmpty()) {
      values.put(name, new Value.Unknown());
    }
  }

  /** Whatever an operator puts out and somebody reads must be put down by now. */
  void requireKnown(Op op) {
    for (int i = 0; i < op.outputs().size(); i++) {
      String name = op.outputs().get(i);
      if (!name.isEmpty() && !values.containsKey(name)) {
        if (readers(op, i) > 0) {
          throw new UnsupportedNodeException("its output " + i + " is used");
        }
        putUnknown(name);
      }
    }
  }

  /** What an operator puts out first. */
  void put(Op op, Value value) {
    put(op.outputs().get(0), value);
  }

  Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      value = stored.constant(source.initializers().get(name));
      values.put(name, value);
    }
    if (value instanceof Value.Unknown) {
      throw new UnknownInputException();
    }
    return value;
  }

  Value value(Op op, int index) {
    if (!op.hasInput(index)) {
      throw new UnsupportedNodeException("its input " + index + " is missing");
    }
    return value(op.inputs().get(index));
  }

  /** An input that depends on the image, or fixed numbers made into a tensor that does not. */
  View tensor(Op op, int index) {
    Value value = value(op, index);
    if (value instanceof View view) {
      return view;
    }
    if (value instanceof Value.Expanded expanded) {
      return filled(expanded);
    }
    if (value instanceof Moved) {
      throw new UnsupportedNodeException("reads a tensor whose first axis is not the batch");
    }
    Constant constant = (Constant) value;
    if (constant.whole() || constant.rank() == 0 || constant.dim(0) != 1) {
      throw new UnsupportedNodeException("its input " + index + " is the same for all images");
    }
    int[] dims = Arrays.copyOfRange(constant.dims(), 1, constant.rank());
    return constantTensor(op, constant, dims);
  }

  /** An input wherever its batch is. */
  Moved moved(Op op, int index) {
    return value(op, index) instanceof Moved moved ? moved : Moved.of(tensor(op, index));
  }

  /** The tensor with its numbers repeated; once, however many ask. */
  View filled(Value.Expanded expanded) {
    return filled.computeIfAbsent(expanded, e -> ArrangingOperators.filled(this, e));
  }

  /** Fixed numbers as a tensor with these dimensions. */
  View constantTensor(Op op, Constant constant, int[] dims) {
    return net.constant(op.name() + ".constant", dims, constant.floats());
  }

  Constant constant(Op op, int index) {
    Value value = value(op, index);
    if (value instanceof Constant constant) {
      return constant;
    }
    throw new UnsupportedNodeException(
        "its input " + index + " is computed from the image; only fixed numbers are supported");
  }

  Optional<Constant> optionalConstant(Op op, int index) {
    return op.hasInput(index) ? Optional.of(constant(op, index)) : Optional.empty();
  }

  /** Whole numbers that older versions have as an attribute, newer ones as an input. */
  Optional<long[]> integers(Op op, String attribute, int index) {
    Optional<long[]> given = op.integers(attribute);
    return given.isPresent() ? given : optionalConstant(op, index).map(Constant::longs);
  }

  /** A number that older versions have as an attribute, newer ones as an input. */
  Optional<Float> number(Op op, String attribute, int index) {
    if (op.has(attribute)) {
      return Optional.of(op.number(attribute, 0));
    }
    return optionalConstant(op, index)
        .map(
            constant -> {
              float[] values = constant.floats();
              if (values.length != 1) {
                throw new UnsupportedNodeException(attribute + " is not one number");
              }
              return values[0];
            });
  }

  /**
   * An axis of the file among those of one image, of which there are {@code rank}.
   *
   * @throws UnsupportedNodeException if it is the batch, or none
   */
  static int axis(long axis, int rank) {
    long place = axis < 0 ? axis + rank + 1 : axis;
    if (place < 0 || place > rank) {
      throw new UnsupportedNodeException("axis " + axis + " is none of its input's");
    }
    if (place == 0) {
      throw new UnsupportedNodeException("works across the images of a batch");
    }
    return (int) place - 1;
  }

  static int[] axes(long[] axes, int rank) {
    if (axes.length > rank + 1) {
      throw new UnsupportedNodeException("names " + axes.length + " axes of " + (rank + 1));
    }
    return Arrays.stream(axes).mapToInt(axis -> axis(axis, rank)).distinct().sorted().toArray();
  }

  /** The tensor as channels x height x width in that order, and the node that puts it out. */
  View map(View view) {
    if (view.rank() < 1 || view.rank() > 3) {
      throw new UnsupportedNodeException(
          "its input has rank " + (view.rank() + 1) + "; images and rows of pixels have 3 or 4");
    }
    return net.settled(view);
  }

  /** A layer of one input that changes no dimension and does not care for their order. */
  View elementwise(Op op, Layer layer, View input) {
    return input.withNode(net.add(op.name(), layer, input.node()));
  }

  /** How many operators and outputs read what this one puts out at that place. */
  int readers(Op op, int output) {
    return output < op.outputs().size()
        ? source.readers().getOrDefault(op.outputs().get(output), 0)
        : 0;
  }

  void requireUnread(Op op, int firstOutput) {
    for (int i = firstOutput; i < op.outputs().size(); i++) {
      if (!op.outputs().get(i).isEmpty() && readers(op, i) > 0) {
        throw new UnsupportedNodeException("its output " + i + " is used");
      }
    }
  }
}
