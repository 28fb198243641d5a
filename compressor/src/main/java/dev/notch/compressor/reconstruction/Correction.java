package dev.notch.compressor.reconstruction;

/**
 * What is missing from a layer's input in a narrow network, as it follows from what is there: a
 * full row is about the narrow row in its places, plus {@code by} times the narrow row, plus a
 * shift.
 *
 * @param by narrow x full channels
 * @param shift by full channel
 */
record Correction(double[][] by, double[] shift) {

  /**
   * Learns from rows of the same places.
   *
   * @param full rows of all channels
   * @param narrow rows of those kept
   * @param kept for each narrow channel its place among all
   * @param shifted whether a shift can be made up for
   * @param ridge as a share of the narrow channels' mean square
   */
  static Correction learn(
      float[][] full, float[][] narrow, int[] kept, boolean shifted, double ridge) {
    int channels = full[0].length;
    double[] narrowMean = new double[kept.length];
    double[] missingMean = new double[channels];
    for (int row = 0; shifted && row < full.length; row++) {
      addTo(narrowMean, doubles(narrow[row]), 1.0 / full.length);
      addTo(missingMean, missing(full[row], narrow[row], kept), 1.0 / full.length);
    }
    Ridge regression = new Ridge(kept.length, channels);
    for (int row = 0; row < full.length; row++) {
      double[] known = doubles(narrow[row]);
      double[] wanted = missing(full[row], narrow[row], kept);
      addTo(known, narrowMean, -1);
      addTo(wanted, missingMean, -1);
      regression.add(known, wanted);
    }
    double[][] by = regression.solve(ridge);
    double[] shift = missingMean;
    for (int i = 0; i < kept.length; i++) {
      addTo(shift, by[i], -narrowMean[i]);
    }
    return new Correction(by, shift);
  }

  private static double[] missing(float[] full, float[] narrow, int[] kept) {
    double[] missing = doubles(full);
    for (int i = 0; i < kept.length; i++) {
      missing[kept[i]] -= narrow[i];
    }
    return missing;
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  private static void addTo(double[] to, double[] values, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }
}
