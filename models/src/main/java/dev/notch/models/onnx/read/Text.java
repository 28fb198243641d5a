package dev.notch.models.onnx.read;

/** Texts out of a file, fit to be shown in one line. */
final class Text {
  private static final int LONGEST = 100;

  private Text() {}

  /** Without line breaks and control characters, and not too long. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    String all = String.valueOf(text);
    all.codePoints().limit(LONGEST).forEach(c -> shown.appendCodePoint(isPlain(c) ? c : '?'));
    return all.codePointCount(0, all.length()) > LONGEST ? shown + "..." : shown.toString();
  }

  private static boolean isPlain(int c) {
    return !Character.isISOControl(c)
        && Character.isDefined(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.SURROGATE
        && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
  }
}
