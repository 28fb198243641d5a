package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.util.Arrays;
import java.util.List;

/**
 * Mean and standard deviation of each channel, on the scale where 255 is 1. Networks see {@code
 * (value / 255 - mean) / std}.
 *
 * @param mean red, green, blue, or of grey pictures one; each in 0 to 1
 * @param std as many, each above 0
 */
public record Normalization(List<Double> mean, List<Double> std) {
  /** Pictures of one colour have no spread; below one grey level in 255 it is taken as one. */
  private static final double SMALLEST_STD = 1 / 255.0;

  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != std.size() || (mean.size() != Images.CHANNELS && mean.size() != 1)) {
      throw new NotchException(
          "mean and std need three numbers each (red, green, blue), or one each for grey images,"
              + " got "
              + mean
              + " and "
              + std);
    }
    if (!mean.stream().allMatch(m -> m >= 0 && m <= 1)) {
      throw new NotchException(
          "the mean of a channel lies between 0 and 1 (255 is 1; divide by it), got " + mean);
    }
    if (!std.stream().allMatch(s -> s > 0 && s <= 1)) {
      throw new NotchException(
          "the std of a channel lies above 0 and up to 1 (255 is 1; divide by it), got " + std);
    }
  }

  /** The mean and the (population) standard deviation of all pixels of these pictures. */
  public static Normalization of(Images images) {
    if (images.size() == 0) {
      throw new NotchException("no images to compute the mean and standard deviation from");
    }
    int channels = images.channels();
    long[] sum = new long[channels];
    long[] squares = new long[channels];
    for (int i = 0; i < images.size(); i++) {
      accumulate(images.raw(i), sum, squares);
    }
    double count = (double) images.size() * images.height() * images.width();
    Double[] mean = new Double[channels];
    Double[] std = new Double[channels];
    for (int c = 0; c < channels; c++) {
      double average = sum[c] / count;
      mean[c] = average / 255;
      double variance = Math.max(0, squares[c] / count - average * average);
      std[c] = Math.max(SMALLEST_STD, Math.sqrt(variance) / 255);
    }
    return new Normalization(Arrays.asList(mean), Arrays.asList(std));
  }

  private static void accumulate(byte[] picture, long[] sum, long[] squares) {
    for (int i = 0; i < picture.length; i += sum.length) {
      for (int c = 0; c < sum.length; c++) {
        int value = picture[i + c] & 0xff;
        sum[c] += value;
        squares[c] += (long) value * value;
      }
    }
  }

  /**
   * @throws NotchException if it is for coloured pictures and these are grey, or the other way
   *     round
   */
  void verifyFor(Images images) {
    if (mean.size() != images.channels()) {
      throw new NotchException(
          images.channels() == 1
              ? "the network takes grey images: mean and std need one number each, got " + mean
              : "the network takes coloured images: mean and std need three numbers each (red,"
                  + " green, blue), got "
                  + mean);
    }
  }

  /** What the network sees for each of the 256 values of a channel. */
  float[] table(int channel) {
    float[] table = new float[256];
    for (int value = 0; value < table.length; value++) {
      table[value] = (float) ((value / 255.0 - mean.get(channel)) / std.get(channel));
    }
    return table;
  }
}
