package dev.notch.models.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled pictures of one size, in colour or grey, 8 bits a channel. Every picture is its own
 * array in the order height, width, channel, so that a set may exceed 2 GB and a subset shares the
 * pictures with the whole. Nothing in it changes after construction.
 */
public final class Images {
  /** Of coloured pictures: red, green, blue. */
  public static final int CHANNELS = 3;

  private final int height;
  private final int width;
  private final int channels;
  private final List<String> classes;
  private final byte[][] pixels;
  private final int[] labels;

  /**
   * Coloured pictures.
   *
   * @throws IllegalArgumentException as below
   */
  public Images(int height, int width, List<String> classes, byte[][] pixels, int[] labels) {
    this(height, width, CHANNELS, classes, pixels, labels);
  }

  /**
   * Takes the pictures without copying them: the caller gives them away.
   *
   * @param channels 3, or 1 of grey pictures
   * @param pixels one array of height x width x channels unsigned bytes a picture
   * @param labels one index into {@code classes} a picture
   * @throws IllegalArgumentException if a label or the size of a picture is wrong
   */
  public Images(
      int height, int width, int channels, List<String> classes, byte[][] pixels, int[] labels) {
    if (height < 1 || width < 1 || (channels != CHANNELS && channels != 1)) {
      throw new IllegalArgumentException(
          "images need a positive size and 1 or 3 channels, got "
              + height
              + "x"
              + width
              + "x"
              + channels);
    }
    if (pixels.length != labels.length) {
      throw new IllegalArgumentException(
          pixels.length + " images have " + labels.length + " labels");
    }
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.classes = List.copyOf(classes);
    this.pixels = pixels.clone();
    this.labels = labels.clone();
    for (int i = 0; i < pixels.length; i++) {
      verify(i);
    }
  }

  private void verify(int index) {
    if (labels[index] < 0 || labels[index] >= classes.size()) {
      throw new IllegalArgumentException(
          "image "
              + index
              + " has label "
              + labels[index]
              + ", there are "
              + classes.size()
              + " classes");
    }
    if (pixels[index].length != pictureBytes()) {
      throw new IllegalArgumentException(
          "image "
              + index
              + " has "
              + pixels[index].length
              + " bytes, "
              + height
              + "x"
              + width
              + "x"
              + channels
              + " needs "
              + pictureBytes());
    }
  }

  /** How many pictures there are. */
  public int size() {
    return labels.length;
  }

  /** Rows of every picture. */
  public int height() {
    return height;
  }

  /** Columns of every picture. */
  public int width() {
    return width;
  }

  /** Values of one pixel: 3, or 1 of grey pictures. */
  public int channels() {
    return channels;
  }

  /** Values of one picture: height x width x channels. */
  public int pictureBytes() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** Names of the classes; a label is an index into it. */
  public List<String> classes() {
    return classes;
  }

  public int label(int index) {
    return labels[index];
  }

  /** The labels of all pictures, in order. */
  public int[] labels() {
    return labels.clone();
  }

  /** A copy of a picture: height, width, channel; unsigned. */
  public byte[] pixels(int index) {
    return pixels[index].clone();
  }

  /** The picture itself, for readers of this package that promise not to write to it. */
  byte[] raw(int index) {
    return pixels[index];
  }

  /** How many pictures each class has. */
  public int[] classCounts() {
    int[] counts = new int[classes.size()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The pictures at these places, in this order; they share their memory with this set. */
  public Images subset(int[] indices) {
    byte[][] chosen = new byte[indices.length][];
    Arrays.setAll(chosen, i -> pixels[indices[i]]);
    int[] chosenLabels = Arrays.stream(indices).map(i -> labels[i]).toArray();
    return new Images(height, width, channels, classes, chosen, chosenLabels);
  }

  /** The pictures from {@code from} (inclusive) to {@code to} (exclusive), sharing their memory. */
  public Images range(int from, int to) {
    return subset(IntStream.range(from, to).toArray());
  }

  @Override
  public String toString() {
    String kind = channels == 1 ? " grey images of " : " images of ";
    return size() + kind + height + "x" + width + " in " + classes.size() + " classes";
  }
}
