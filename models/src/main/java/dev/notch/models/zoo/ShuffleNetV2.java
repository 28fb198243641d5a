package dev.notch.models.zoo;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.List;

/**
 * ShuffleNetV2 at width 1. The stem has no ReLU, stride or pool; the residual branch of a unit that
 * halves the map is as wide inside as its input. All convolutions have biases.
 */
final class ShuffleNetV2 {
  private static final Window POINT = Window.same(1, 1);
  private static final int[] CHANNELS = {116, 232, 464};
  private static final int[] UNITS = {4, 8, 4};

  private final NetworkBuilder net;

  private ShuffleNetV2(Shape input) {
    this.net = new NetworkBuilder(input);
  }

  static Network shufflenetv2(String name, int classes, Shape input) {
    return new ShuffleNetV2(input).build(name, classes);
  }

  private Network build(String name, int classes) {
    net.scope("stem");
    int x = net.convBn(net.input(), 24, Window.same(3, 3), 1, true);
    for (int stage = 0; stage < CHANNELS.length; stage++) {
      for (int unit = 0; unit < UNITS[stage]; unit++) {
        net.scope("stage" + (stage + 2) + ".unit" + (unit + 1));
        x = unit == 0 ? down(x, CHANNELS[stage]) : basic(x);
      }
    }
    net.scope("head");
    x = net.convBnRelu(x, 1024, POINT, 1, true);
    net.linear(net.globalPool(x), classes);
    return net.build(name);
  }

  /** One half of the channels passes untouched. */
  private int basic(int from) {
    List<Integer> halves = net.split(from, 2);
    int half = net.channels(halves.get(1));
    return join(halves.get(0), residual(halves.get(1), half, 1));
  }

  private int down(int from, int out) {
    int shortcut = net.convBnRelu(depthwise(from, 2), out / 2, POINT, 1, true);
    return join(shortcut, residual(from, out / 2, 2));
  }

  private int residual(int from, int out, int stride) {
    int x = net.convBnRelu(from, net.channels(from), POINT, 1, true);
    return net.convBnRelu(depthwise(x, stride), out, POINT, 1, true);
  }

  private int depthwise(int from, int stride) {
    int channels = net.channels(from);
    return net.convBn(from, channels, Window.square(3, stride, 1), channels, true);
  }

  private int join(int shortcut, int residual) {
    return net.shuffle(net.concat(shortcut, residual), 2);
  }
}
