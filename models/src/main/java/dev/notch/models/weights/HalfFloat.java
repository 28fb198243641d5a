package dev.notch.models.weights;

/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. Java has it only since 20. */
public final class HalfFloat {
  private static final int FRACTION_BITS = 10;
  private static final int DROPPED = 23 - FRACTION_BITS;
  private static final int INFINITY = 0x7c00;
  private static final int QUIET_NAN = 0x7e00;

  private HalfFloat() {}

  /** Rounded to nearest, ties to even; what is too large becomes infinite. */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    if (Float.isNaN(value)) {
      return (short) (sign | QUIET_NAN);
    }
    int exponent = (bits >>> 23 & 0xff) - 127 + 15;
    int fraction = bits & 0x7fffff;
    if (exponent > 30) {
      return (short) (sign | INFINITY);
    }
    if (exponent <= 0) {
      return (short) (sign | subnormal(exponent, fraction));
    }
    // A carry out of the fraction correctly moves into the exponent, up to infinity.
    return (short) (sign | roundShift(exponent << 23 | fraction, DROPPED));
  }

  private static int subnormal(int exponent, int fraction) {
    int shift = DROPPED + 1 - exponent;
    return shift > 25 ? 0 : roundShift(fraction | 0x800000, shift);
  }

  private static int roundShift(int bits, int shift) {
    int kept = bits >>> shift;
    int rest = bits & ((1 << shift) - 1);
    int half = 1 << (shift - 1);
    boolean up = rest > half || (rest == half && (kept & 1) == 1);
    return up ? kept + 1 : kept;
  }

  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> FRACTION_BITS & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << DROPPED);
  }
}
