package dev.notch.models.data;

import dev.notch.models.progress.Progress;

/**
 * Pictures without their colours: the luminance of ITU-R BT.601, 0.299 red + 0.587 green + 0.114
 * blue, rounded, which is what the usual libraries make of them. Grey stays exactly as it is.
 */
final class Greyscale {
  private static final int SHIFT = 16;
  private static final int HALF = 1 << (SHIFT - 1);
  private static final int RED = 19_595;
  private static final int GREEN = 38_470;
  private static final int BLUE = (1 << SHIFT) - RED - GREEN;

  private Greyscale() {}

  /** The pictures as the options want them; the same pictures if they are so already. */
  static Images apply(Images images, DataOptions options, Progress progress) {
    if (options.colour() == DataOptions.Colour.RGB || images.channels() == 1) {
      return images;
    }
    byte[][] pixels = new byte[images.size()][];
    ParallelWork.forEach(
        pixels.length, "images in grey", progress, i -> pixels[i] = of(images.raw(i)));
    return new Images(
        images.height(), images.width(), 1, images.classes(), pixels, images.labels());
  }

  /**
   * @param rgb red, green and blue of one pixel after the other
   * @return one value a pixel
   */
  static byte[] of(byte[] rgb) {
    byte[] grey = new byte[rgb.length / Images.CHANNELS];
    for (int i = 0, from = 0; i < grey.length; i++, from += Images.CHANNELS) {
      int sum =
          RED * (rgb[from] & 0xff) + GREEN * (rgb[from + 1] & 0xff) + BLUE * (rgb[from + 2] & 0xff);
      grey[i] = (byte) ((sum + HALF) >> SHIFT);
    }
    return grey;
  }
}
