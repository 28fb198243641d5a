package dev.notch.models.onnx.read;

/**
 * A node's values times one number plus another.
 *
 * @param node whose values
 */
record Affine(int node, double factor, double shift) {
  private static final double CLOSE = 1e-6;

  /** Whether nothing is changed, but for rounding. */
  boolean identity() {
    return is(1, 0);
  }

  boolean is(double otherFactor, double otherShift) {
    return close(factor, otherFactor) && close(shift, otherShift);
  }

  /** Whether the shift is nothing. */
  boolean linear() {
    return shift == 0;
  }

  Affine then(double otherFactor, double otherShift) {
    return new Affine(node, factor * otherFactor, shift * otherFactor + otherShift);
  }

  static boolean close(double a, double b) {
    return Math.abs(a - b) <= CLOSE * Math.max(1, Math.abs(b));
  }
}
