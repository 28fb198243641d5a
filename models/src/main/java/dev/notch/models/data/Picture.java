package dev.notch.models.data;

/**
 * One RGB picture of any size.
 *
 * @param rgb height, width, channel; unsigned
 */
record Picture(int height, int width, byte[] rgb) {

  Picture {
    if (rgb.length != Math.multiplyExact(height, width) * Images.CHANNELS) {
      throw new IllegalArgumentException(
          rgb.length + " bytes do not make a picture of " + height + "x" + width);
    }
  }

  /** The largest part around the middle whose sides are to each other as these. */
  Picture middle(int rows, int columns) {
    int high = (int) Math.max(1, Math.min(height, (long) width * rows / columns));
    int wide = (int) Math.max(1, Math.min(width, (long) height * columns / rows));
    if (high == height && wide == width) {
      return this;
    }
    int top = (height - high) / 2;
    int left = (width - wide) / 2;
    int length = wide * Images.CHANNELS;
    byte[] part = new byte[high * length];
    for (int y = 0; y < high; y++) {
      int from = ((top + y) * width + left) * Images.CHANNELS;
      System.arraycopy(rgb, from, part, y * length, length);
    }
    return new Picture(high, wide, part);
  }
}
