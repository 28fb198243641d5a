package dev.notch.models.onnx.read;

/** Reads operators of one type. */
@FunctionalInterface
interface Operator {
  /**
   * Adds the layers that do what the operator does, and puts down what its outputs are.
   *
   * @throws UnsupportedNodeException if there is no such layer
   */
  void read(Op op, Reading in);
}
