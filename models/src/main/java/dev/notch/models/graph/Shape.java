package dev.notch.models.graph;

/**
 * The shape of one image's tensor: channels x height x width. A vector of n values is n x 1 x 1:
 * ranks are an artefact of runtimes, which reshape where they must.
 */
public record Shape(int channels, int height, int width) {

  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "shape must be positive, was " + channels + "x" + height + "x" + width);
    }
  }

  /** A vector of {@code length} values. */
  public static Shape vector(int length) {
    return new Shape(length, 1, 1);
  }

  /** Number of values in one channel. */
  public int area() {
    return Math.multiplyExact(height, width);
  }

  /** Number of values. */
  public long size() {
    return Math.multiplyExact((long) channels, (long) area());
  }

  public Shape withChannels(int count) {
    return new Shape(count, height, width);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
