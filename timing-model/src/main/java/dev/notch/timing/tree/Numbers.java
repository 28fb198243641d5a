package dev.notch.timing.tree;

import java.util.Locale;

/** Numbers as a person reads them, the same in every locale. */
public final class Numbers {

  /** Nearer to zero, leading zeros are harder to read than an exponent. */
  private static final double TINY = 1e-6;

  private Numbers() {}

  /** Whole numbers without a point, others with at most four significant digits. */
  public static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    if (Math.abs(value) < TINY) {
      return String.format(Locale.ROOT, "%.3e", value).replaceAll("\\.?0*e", "e");
    }
    int digits = 3 - (int) Math.floor(Math.log10(Math.abs(value)));
    String text = String.format(Locale.ROOT, "%." + Math.min(Math.max(digits, 0), 12) + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
