package dev.notch.models.djl;

/** Small helpers for batches of pictures. */
final class Images {
  private Images() {}

  /** Channels-last pictures as channels-first ones. */
  static float[] nchw(float[] nhwc, int channels, int height, int width) {
    float[] out = new float[nhwc.length];
    int area = height * width;
    for (int i = 0; i < nhwc.length; i++) {
      int picture = i / (area * channels);
      int rest = i % (area * channels);
      out[picture * area * channels + rest % channels * area + rest / channels] = nhwc[i];
    }
    return out;
  }

  /** Largest difference over the largest value. */
  static double error(float[] expected, float[] actual) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return worst / largest;
  }
}
