package dev.notch.models.zoo;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * MobileNet at width 1: depthwise convolutions without biases, pointwise ones with. Unlike the
 * paper, the stem and the last unit have no stride.
 */
final class MobileNet {
  private static final int[] CHANNELS = {
    64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };

  private MobileNet() {}

  static Network mobilenet(String name, int classes, Shape input) {
    NetworkBuilder net = new NetworkBuilder(input);
    net.scope("stem");
    int x = net.convBnRelu(net.input(), 32, Window.same(3, 3), 1, false);
    for (int unit = 0; unit < CHANNELS.length; unit++) {
      net.scope("unit" + (unit + 1));
      // Wherever channels double the map shrinks, except in the first unit.
      int stride = unit > 0 && CHANNELS[unit] > CHANNELS[unit - 1] ? 2 : 1;
      x = separable(net, x, CHANNELS[unit], stride);
    }
    net.scope("head");
    net.linear(net.globalPool(x), classes);
    return net.build(name);
  }

  private static int separable(NetworkBuilder net, int from, int out, int stride) {
    int channels = net.channels(from);
    int x = net.convBnRelu(from, channels, Window.square(3, stride, 1), channels, false);
    return net.convBnRelu(x, out, Window.same(1, 1), 1, true);
  }
}
