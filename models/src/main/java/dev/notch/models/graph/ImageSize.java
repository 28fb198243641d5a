package dev.notch.models.graph;

import dev.notch.models.NotchException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows and columns of an image, in pixels. */
public record ImageSize(int height, int width) {

  /** A side beyond this is a mistake: one picture of it takes gigabytes. */
  private static final int MOST = 16_384;

  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

  /**
   * @throws NotchException if one of them is below 1 or above 16,384
   */
  public ImageSize {
    if (height < 1 || width < 1) {
      throw new NotchException("the image size must be at least 1, got " + height + "x" + width);
    }
    if (height > MOST || width > MOST) {
      throw new NotchException(
          "the image size must be at most " + MOST + ", got " + height + "x" + width);
    }
  }

  /** A square. */
  public static ImageSize of(int side) {
    return new ImageSize(side, side);
  }

  /**
   * Reads {@code 224} (a square) or {@code 64x128} (height x width).
   *
   * @throws NotchException if it is neither
   */
  public static ImageSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new NotchException(
          "'" + text + "' is no size; write 224 for a square or 64x128 for height and width");
    }
    int height = Integer.parseInt(matcher.group(1));
    return matcher.group(2) == null
        ? of(height)
        : new ImageSize(height, Integer.parseInt(matcher.group(2)));
  }

  /** Of an image with so many channels. */
  public Shape channels(int count) {
    return new Shape(count, height, width);
  }

  /** As short as it can be read: {@code 224} for a square, {@code 64x128} otherwise. */
  public String brief() {
    return height == width ? String.valueOf(height) : toString();
  }

  /** As it is read: {@code 64x128}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
