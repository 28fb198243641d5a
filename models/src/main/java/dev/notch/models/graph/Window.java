package dev.notch.models.graph;

import java.util.List;

/**
 * What a convolution or a pool slides over its input: kernel, stride, padding of each side and
 * dilation, each as height then width. Sizes round down.
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationHeight,
    int dilationWidth) {

  public Window {
    requirePositive("kernel", kernelHeight, kernelWidth);
    requirePositive("stride", strideHeight, strideWidth);
    requirePositive("dilation", dilationHeight, dilationWidth);
    if (padTop < 0 || padLeft < 0 || padBottom < 0 || padRight < 0) {
      throw new IllegalArgumentException(
          "padding must not be negative, was " + List.of(padTop, padLeft, padBottom, padRight));
    }
  }

  /** The same padding on opposite sides, no dilation. */
  public Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth) {
    this(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padHeight,
        padWidth,
        padHeight,
        padWidth,
        1,
        1);
  }

  /** A square kernel with the same stride and padding on both axes. */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(kernel, kernel, stride, stride, pad, pad);
  }

  /** An odd kernel at stride 1 whose padding keeps height and width. */
  public static Window same(int kernelHeight, int kernelWidth) {
    return new Window(
        kernelHeight, kernelWidth, 1, 1, (kernelHeight - 1) / 2, (kernelWidth - 1) / 2);
  }

  /** Whether opposite sides are padded alike. */
  public boolean symmetric() {
    return padTop == padBottom && padLeft == padRight;
  }

  /** Whether the kernel has holes. */
  public boolean dilated() {
    return dilationHeight > 1 || dilationWidth > 1;
  }

  /**
   * Rows of padding above, and below.
   *
   * @throws IllegalStateException if these differ
   */
  public int padHeight() {
    if (padTop != padBottom) {
      throw new IllegalStateException("top and bottom are padded differently: " + this);
    }
    return padTop;
  }

  /**
   * Columns of padding on the left, and on the right.
   *
   * @throws IllegalStateException if these differ
   */
  public int padWidth() {
    if (padLeft != padRight) {
      throw new IllegalStateException("left and right are padded differently: " + this);
    }
    return padLeft;
  }

  /** Number of positions in the kernel. */
  public int kernelArea() {
    return kernelHeight * kernelWidth;
  }

  /** Rows that the kernel reaches over, its holes included. */
  public int extentHeight() {
    return Math.multiplyExact(kernelHeight - 1, dilationHeight) + 1;
  }

  /** Columns that the kernel reaches over, its holes included. */
  public int extentWidth() {
    return Math.multiplyExact(kernelWidth - 1, dilationWidth) + 1;
  }

  /**
   * The output size for an input of this shape, with the same channels.
   *
   * @throws InvalidNetworkException if the kernel does not fit in the padded input
   */
  public Shape slideOver(Shape input) {
    return new Shape(
        input.channels(),
        positions(input.height(), extentHeight(), strideHeight, padTop, padBottom),
        positions(input.width(), extentWidth(), strideWidth, padLeft, padRight));
  }

  /**
   * As {@link #slideOver}, but sizes round up: a last window may reach beyond the padded input, as
   * long as it begins within the input or the padding before it.
   */
  Shape slideBeyond(Shape input) {
    return new Shape(
        input.channels(),
        positionsBeyond(input.height(), extentHeight(), strideHeight, padTop, padBottom),
        positionsBeyond(input.width(), extentWidth(), strideWidth, padLeft, padRight));
  }

  private static int positions(int size, int extent, int stride, int before, int after) {
    return room(size, extent, before, after) / stride + 1;
  }

  private static int positionsBeyond(int size, int extent, int stride, int before, int after) {
    int last = (room(size, extent, before, after) + stride - 1) / stride;
    return last * stride >= size + before ? last : last + 1;
  }

  private static int room(int size, int extent, int before, int after) {
    int room = Math.addExact(size, Math.addExact(before, after)) - extent;
    if (room < 0) {
      throw new InvalidNetworkException(
          "kernel "
              + extent
              + " does not fit in "
              + size
              + " with padding "
              + (before == after ? before : before + " and " + after));
    }
    return room;
  }

  private static void requirePositive(String what, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(what + " must be positive, was " + height + "x" + width);
    }
  }

  /**
   * Without what a plain window does not have: trainings are kept under the text of their network,
   * and what was kept before there was more to say stays.
   */
  @Override
  public String toString() {
    String text =
        "Window[kernelHeight="
            + kernelHeight
            + ", kernelWidth="
            + kernelWidth
            + ", strideHeight="
            + strideHeight
            + ", strideWidth="
            + strideWidth;
    text +=
        symmetric()
            ? ", padHeight=" + padTop + ", padWidth=" + padLeft
            : ", pads=" + padTop + "/" + padLeft + "/" + padBottom + "/" + padRight;
    return text + (dilated() ? ", dilation=" + dilationHeight + "x" + dilationWidth : "") + "]";
  }
}
