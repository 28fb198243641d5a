package dev.notch.models.data;

import dev.notch.models.graph.ImageSize;
import dev.notch.models.progress.Progress;

/**
 * Brings pictures to another size with a triangle filter: bilinear interpolation when they grow, an
 * average weighted over all covered pixels when they shrink (so that nothing aliases). First along
 * the rows, then along the columns.
 */
final class Resampling {
  private Resampling() {}

  /** All pictures in the size of the options; the same pictures if they have it already. */
  static Images resize(Images images, DataOptions options, Progress progress) {
    ImageSize size = options.size().orElse(new ImageSize(images.height(), images.width()));
    if (images.height() == size.height() && images.width() == size.width()) {
      return images;
    }
    byte[][] pixels = new byte[images.size()][];
    ParallelWork.forEach(
        pixels.length,
        "resized images",
        progress,
        i -> {
          Picture picture = new Picture(images.height(), images.width(), images.raw(i));
          pixels[i] = resize(picture, options).rgb();
        });
    return new Images(size.height(), size.width(), images.classes(), pixels, images.labels());
  }

  /** The picture as the options want it. */
  static Picture resize(Picture picture, DataOptions options) {
    if (options.size().isEmpty()) {
      return picture;
    }
    ImageSize size = options.size().get();
    boolean crop = options.fit() == DataOptions.Fit.CROP;
    return resize(
        crop ? picture.middle(size.height(), size.width()) : picture, size.height(), size.width());
  }

  static Picture resize(Picture picture, int height, int width) {
    if (picture.height() == height && picture.width() == width) {
      return picture;
    }
    float[] rows = rows(picture, new Taps(picture.width(), width));
    return new Picture(height, width, columns(rows, width, new Taps(picture.height(), height)));
  }

  private static float[] rows(Picture picture, Taps taps) {
    float[] target = new float[picture.height() * taps.length() * Images.CHANNELS];
    byte[] rgb = picture.rgb();
    int to = 0;
    for (int y = 0; y < picture.height(); y++) {
      int row = y * picture.width() * Images.CHANNELS;
      for (int x = 0; x < taps.length(); x++) {
        for (int c = 0; c < Images.CHANNELS; c++) {
          int from = row + taps.first[x] * Images.CHANNELS + c;
          float sum = 0;
          for (float weight : taps.weights[x]) {
            sum += weight * (rgb[from] & 0xff);
            from += Images.CHANNELS;
          }
          target[to++] = sum;
        }
      }
    }
    return target;
  }

  private static byte[] columns(float[] rows, int width, Taps taps) {
    int rowLength = width * Images.CHANNELS;
    byte[] target = new byte[taps.length() * rowLength];
    for (int y = 0; y < taps.length(); y++) {
      for (int x = 0; x < rowLength; x++) {
        int from = taps.first[y] * rowLength + x;
        float sum = 0.5f;
        for (float weight : taps.weights[y]) {
          sum += weight * rows[from];
          from += rowLength;
        }
        target[y * rowLength + x] = (byte) Math.max(0, Math.min(255, (int) sum));
      }
    }
    return target;
  }

  /** For each place of the target, the first place of the source that counts and the weights. */
  private static final class Taps {
    private final int[] first;
    private final float[][] weights;

    Taps(int source, int target) {
      first = new int[target];
      weights = new float[target][];
      double scale = (double) source / target;
      double reach = Math.max(1, scale);
      for (int i = 0; i < target; i++) {
        double middle = (i + 0.5) * scale;
        first[i] = Math.max(0, (int) Math.floor(middle - reach));
        int end = Math.min(source, (int) Math.ceil(middle + reach));
        weights[i] = triangle(first[i], end, middle, reach);
      }
    }

    int length() {
      return first.length;
    }

    private static float[] triangle(int first, int end, double middle, double reach) {
      float[] weights = new float[end - first];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        double distance = Math.abs(first + i + 0.5 - middle) / reach;
        weights[i] = (float) Math.max(0, 1 - distance);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= (float) sum;
      }
      return weights;
    }
  }
}
