package dev.notch.models.djl;

import ai.djl.ndarray.types.Shape;
import dev.notch.models.graph.Network;

/** The shape of a batch of pictures in memory. */
final class Batch {

  private Batch() {}

  /**
   * @throws IllegalArgumentException if the values are no whole number of pictures
   */
  static Shape shape(Network network, Layout layout, int values) {
    dev.notch.models.graph.Shape image = network.inputShape();
    long count = values / image.size();
    if (count == 0 || count * image.size() != values) {
      throw new IllegalArgumentException(
          values + " values are no whole number of pictures of " + image);
    }
    return layout == Layout.NHWC
        ? new Shape(count, image.height(), image.width(), image.channels())
        : new Shape(count, image.channels(), image.height(), image.width());
  }
}
