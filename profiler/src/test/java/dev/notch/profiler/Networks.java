package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/** Networks that tests time. */
final class Networks {

  private Networks() {}

  /** Convolutions with ReLU, one after the other. */
  static Network chain(int length, int channels, int size) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, size, size));
    int x = b.input();
    for (int i = 0; i < length; i++) {
      x = b.relu(b.conv(x, channels, Window.same(3, 3), 1, true));
    }
    b.linear(b.globalPool(x), 10);
    return b.build("chain" + length + "x" + channels);
  }
}
