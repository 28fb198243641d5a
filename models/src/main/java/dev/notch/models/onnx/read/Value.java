package dev.notch.models.onnx.read;

import java.util.List;

/** What a name in an ONNX graph stands for. */
sealed interface Value permits Constant, View, Moved, Value.Expanded, Value.Unknown {

  /**
   * A tensor repeated to fill these dimensions, of which it has as many. Arithmetic repeats by
   * itself and takes the tensor as it was; for all else it is repeated once it is asked for.
   *
   * @param by the operator that repeats it
   */
  record Expanded(View view, List<Integer> dims, String by) implements Value {}

  /** What a node puts out that cannot be represented; who reads it cannot be judged. */
  record Unknown() implements Value {}
}
