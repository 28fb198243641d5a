package dev.notch.models.onnx.read;

/** What a name in an ONNX graph stands for. */
sealed interface Value permits Constant, View, Value.Unknown {

  /** What a node puts out that cannot be represented; who reads it cannot be judged. */
  record Unknown() implements Value {}
}
