package dev.notch.models.zoo;

import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Window;

/**
 * What Inception networks are written in: chains of units (convolution without bias, batch
 * normalisation, ReLU) side by side.
 */
final class Branches {

  /** One unit of a chain. */
  record Unit(int out, Window window) {}

  private static final Window REDUCE = Window.square(3, 2, 0);

  private final NetworkBuilder net;
  private String block = "";

  Branches(NetworkBuilder net) {
    this.net = net;
  }

  /** A unit that keeps height and width. */
  static Unit same(int out, int kernelHeight, int kernelWidth) {
    return new Unit(out, Window.same(kernelHeight, kernelWidth));
  }

  /** A 3x3 unit without padding. */
  static Unit valid(int out) {
    return new Unit(out, Window.square(3, 1, 0));
  }

  /** A 3x3 unit of stride 2 without padding. */
  static Unit reduce(int out) {
    return new Unit(out, REDUCE);
  }

  /** The block whose name the branches that follow carry. */
  void block(String name) {
    block = name;
    net.scope(name);
  }

  int chain(String branch, int from, Unit... units) {
    net.scope(block + "." + branch);
    int x = from;
    for (Unit unit : units) {
      x = net.convBnRelu(x, unit.out(), unit.window(), 1, false);
    }
    net.scope(block);
    return x;
  }

  /** A 3x3 average pool that keeps height and width; zeros beyond the border count. */
  int averagePool(int from) {
    return net.averagePool(from, Window.same(3, 3), true);
  }

  /** A 3x3 max pool that keeps height and width. */
  int maxPool(int from) {
    return net.maxPool(from, Window.same(3, 3));
  }

  int reducingMaxPool(int from) {
    return net.maxPool(from, REDUCE);
  }

  int reducingAveragePool(int from) {
    return net.averagePool(from, REDUCE, true);
  }
}
