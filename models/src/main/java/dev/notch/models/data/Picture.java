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

  /** The middle square. */
  Picture square() {
    int side = Math.min(height, width);
    if (height == width) {
      return this;
    }
    int top = (height - side) / 2;
    int left = (width - side) / 2;
    byte[] square = new byte[side * side * Images.CHANNELS];
    for (int y = 0; y < side; y++) {
      int from = ((top + y) * width + left) * Images.CHANNELS;
      System.arraycopy(rgb, from, square, y * side * Images.CHANNELS, side * Images.CHANNELS);
    }
    return new Picture(side, side, square);
  }
}
