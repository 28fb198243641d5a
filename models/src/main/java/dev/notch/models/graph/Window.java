package dev.notch.models.graph;

/**
 * What a convolution or a pool slides over its input: kernel, stride and symmetric padding, each as
 * height then width. Sizes round down.
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth) {

  public Window {
    if (kernelHeight < 1 || kernelWidth < 1) {
      throw new IllegalArgumentException(
          "kernel must be positive, was " + kernelHeight + "x" + kernelWidth);
    }
    if (strideHeight < 1 || strideWidth < 1) {
      throw new IllegalArgumentException(
          "stride must be positive, was " + strideHeight + "x" + strideWidth);
    }
    if (padHeight < 0 || padWidth < 0) {
      throw new IllegalArgumentException(
          "padding must not be negative, was " + padHeight + "x" + padWidth);
    }
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

  /** Number of positions in the kernel. */
  public int kernelArea() {
    return kernelHeight * kernelWidth;
  }

  /**
   * The output size for an input of this shape, with the same channels.
   *
   * @throws InvalidNetworkException if the kernel does not fit in the padded input
   */
  public Shape slideOver(Shape input) {
    return new Shape(
        input.channels(),
        positions(input.height(), kernelHeight, strideHeight, padHeight),
        positions(input.width(), kernelWidth, strideWidth, padWidth));
  }

  private static int positions(int size, int kernel, int stride, int pad) {
    int room = size + 2 * pad - kernel;
    if (room < 0) {
      throw new InvalidNetworkException(
          "kernel " + kernel + " does not fit in " + size + " with padding " + pad);
    }
    return room / stride + 1;
  }
}
