package dev.notch.models.data;

import dev.notch.models.data.Augmentation.Placement;
import java.util.Arrays;

/**
 * Writes pictures of one set as normalised floats, batch, height, width, channel, into arrays that
 * the caller keeps and reuses. Safe for use by several threads.
 */
public final class Batches {
  private final Images images;
  private final int channels;
  private final float[][] tables;

  public Batches(Images images, Normalization normalization) {
    this.images = images;
    this.channels = images.channels();
    normalization.verifyFor(images);
    this.tables = new float[channels][];
    Arrays.setAll(tables, normalization::table);
  }

  public Images images() {
    return images;
  }

  /** How many floats a batch of {@code count} pictures needs. */
  public int floats(int count) {
    return Math.multiplyExact(count, images.pictureBytes());
  }

  /** The labels of the pictures at these places. */
  public int[] labels(int[] indices) {
    return Arrays.stream(indices).map(images::label).toArray();
  }

  /** Writes the pictures at these places, unchanged, to the start of {@code target}. */
  public void plain(int[] indices, float[] target) {
    verify(indices, target);
    for (int i = 0; i < indices.length; i++) {
      write(images.raw(indices[i]), Placement.IDENTITY, target, i * images.pictureBytes());
    }
  }

  /** Writes the pictures at these places, changed as this epoch wants it. */
  public void augmented(int[] indices, Augmentation augmentation, int epoch, float[] target) {
    verify(indices, target);
    for (int i = 0; i < indices.length; i++) {
      Placement placement = augmentation.place(epoch, indices[i]);
      write(images.raw(indices[i]), placement, target, i * images.pictureBytes());
    }
  }

  private void verify(int[] indices, float[] target) {
    if (target.length < floats(indices.length)) {
      throw new IllegalArgumentException(
          "a batch of "
              + indices.length
              + " images needs "
              + floats(indices.length)
              + " floats, the array has "
              + target.length);
    }
  }

  /** Outside the picture lies its mean colour, which normalised is 0 as in a layer's padding. */
  private void write(byte[] picture, Placement placement, float[] target, int start) {
    int height = images.height();
    int width = images.width();
    int rowLength = width * channels;
    for (int y = 0; y < height; y++) {
      int sourceY = y + placement.down();
      int row = start + y * rowLength;
      if (sourceY < 0 || sourceY >= height) {
        Arrays.fill(target, row, row + rowLength, 0f);
      } else {
        writeRow(picture, sourceY * rowLength, placement, target, row);
      }
    }
  }

  private void writeRow(byte[] picture, int source, Placement placement, float[] target, int row) {
    int width = images.width();
    int first = clamp(-placement.right(), width);
    int end = clamp(width - placement.right(), width);
    Arrays.fill(target, row, row + first * channels, 0f);
    int step = placement.mirrored() ? -channels : channels;
    int column = first + placement.right();
    int from = source + (placement.mirrored() ? width - 1 - column : column) * channels;
    for (int x = first, to = row + first * channels; x < end; x++, to += channels, from += step) {
      for (int c = 0; c < channels; c++) {
        target[to + c] = tables[c][picture[from + c] & 0xff];
      }
    }
    Arrays.fill(target, row + end * channels, row + width * channels, 0f);
  }

  private static int clamp(int column, int width) {
    return Math.max(0, Math.min(width, column));
  }
}
