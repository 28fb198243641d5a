package dev.notch.profiler;

import java.util.Locale;

/** The kinds of work that are timed and predicted apart. */
public enum OpKind {
  CONV2D,
  POINTWISE,
  DEPTHWISE,
  GROUPED,
  LINEAR,
  MAXPOOL,
  AVGPOOL,
  GLOBALPOOL,
  BATCHNORM,
  ACTIVATION,
  ADD,
  MULTIPLY,
  CONCAT,
  SPLIT,
  SHUFFLE,
  FLATTEN;

  /** The name in files and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
