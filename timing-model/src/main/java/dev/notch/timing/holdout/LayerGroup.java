package dev.notch.timing.holdout;

import dev.notch.profiler.OpKind;
import java.util.Locale;

/** Kinds of layers as a report counts them: what does similar work is one. */
public enum LayerGroup {
  CONVOLUTION,
  POINTWISE,
  DEPTHWISE,
  GROUPED,
  LINEAR,
  POOLING,
  ELEMENTWISE,
  CONCATENATION,
  SHUFFLE,
  SPLIT,
  FLATTEN,
  /** What moves tensors from one layout to another. */
  REORDER,
  /** What only networks from elsewhere have. */
  OTHER;

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LayerGroup of(OpKind kind) {
    return switch (kind) {
      case CONV2D, TRANSPOSED -> CONVOLUTION;
      case POINTWISE -> POINTWISE;
      case DEPTHWISE -> DEPTHWISE;
      case GROUPED -> GROUPED;
      case LINEAR -> LINEAR;
      case MAXPOOL, AVGPOOL, GLOBALPOOL -> POOLING;
      case ADD, MULTIPLY, ACTIVATION, BATCHNORM, PRELU -> ELEMENTWISE;
      case CONCAT -> CONCATENATION;
      case SHUFFLE -> SHUFFLE;
      case SPLIT -> SPLIT;
      case FLATTEN -> FLATTEN;
      case REORDER_INPUT, REORDER_OUTPUT -> REORDER;
      case RESIZE, SOFTMAX, NORM, MATMUL, SLICE, OTHER -> OTHER;
    };
  }
}
