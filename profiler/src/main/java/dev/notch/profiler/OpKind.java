package dev.notch.profiler;

import dev.notch.models.NotchException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

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
  FLATTEN,

  /** From the plain channel layout into the blocked one. */
  REORDER_INPUT,

  /** From the blocked channel layout into the plain one. */
  REORDER_OUTPUT,

  TRANSPOSED,
  RESIZE,
  SOFTMAX,

  /** Normalisation by the values themselves: of local responses, of layers. */
  NORM,

  /** Products of tensors of any rank. */
  MATMUL,

  /** Rectifiers that have learned a slope for each channel. */
  PRELU,

  /** Some of the channels. */
  SLICE,

  /**
   * Whatever else networks from elsewhere consist of: padding, moving values about, arithmetic and
   * reductions along any axes.
   */
  OTHER;

  /** The name in files and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether layers of this kind slide a window over their input. */
  public boolean windowed() {
    return ordinal() <= GROUPED.ordinal()
        || this == MAXPOOL
        || this == AVGPOOL
        || this == TRANSPOSED;
  }

  /** Whether layers of this kind are convolutions. */
  public boolean convolution() {
    return ordinal() <= GROUPED.ordinal();
  }

  /** Whether it computes nothing and only moves a tensor into another layout. */
  public boolean reorder() {
    return this == REORDER_INPUT || this == REORDER_OUTPUT;
  }

  /**
   * The kind with this label.
   *
   * @throws NotchException if there is none
   */
  public static OpKind parse(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new NotchException("'" + label + "' is no layer kind; known: " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(OpKind::label).collect(Collectors.joining(", "));
  }
}
