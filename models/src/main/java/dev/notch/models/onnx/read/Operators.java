package dev.notch.models.onnx.read;

import java.util.HashMap;
import java.util.Map;

/** Every type of operator that can be read. */
final class Operators {
  private final Map<String, Operator> known = new HashMap<>();
  private final Folding folding = new Folding();

  Operators() {
    ActivationOperators.register(known);
    ArithmeticOperators.register(known);
    ArrangingOperators.register(known);
    ConvolutionOperators.register(known);
    LinearOperators.register(known);
    NormOperators.register(known);
    PoolOperators.register(known);
    ReduceOperators.register(known);
    ResampleOperators.register(known);
    SelectionOperators.register(known);
  }

  /**
   * Reads one operator; what it puts out is known afterwards.
   *
   * @throws UnsupportedNodeException if it cannot be represented
   */
  void read(Op op, Reading in) {
    if (!op.domain().isEmpty()) {
      throw new UnsupportedNodeException("operators of " + op.domain() + " are not known");
    }
    in.payForConstants(op);
    if (folding.fold(op, in)) {
      return;
    }
    Operator operator = known.get(op.type());
    if (operator == null) {
      throw new UnsupportedNodeException("there is no layer for this operator");
    }
    if (op.outputs().isEmpty()) {
      throw new UnsupportedNodeException("it has no output");
    }
    if (MovedBatch.isReadBy(op, in) && !ArrangingOperators.keepsBatch(op)) {
      MovedBatch.read(op, in, operator);
    } else {
      operator.read(op, in);
    }
  }

  /** Whether there is any operator of that type. */
  boolean knows(Op op) {
    return op.domain().isEmpty() && (known.containsKey(op.type()) || folding.knows(op.type()));
  }
}
