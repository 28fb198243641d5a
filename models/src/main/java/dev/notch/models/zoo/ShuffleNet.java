package dev.notch.models.zoo;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * ShuffleNet with three groups at width 1. The stem has neither stride nor pool, and the first unit
 * is grouped like all others. All convolutions have biases.
 */
final class ShuffleNet {
  private static final int GROUPS = 3;
  private static final int BOTTLENECK = 4;
  private static final int[] CHANNELS = {240, 480, 960};
  private static final int[] UNITS = {4, 8, 4};

  private final NetworkBuilder net;

  private ShuffleNet(Shape input) {
    this.net = new NetworkBuilder(input);
  }

  static Network shufflenet(String name, int classes, Shape input) {
    return new ShuffleNet(input).build(name, classes);
  }

  private Network build(String name, int classes) {
    net.scope("stem");
    int x = net.convBnRelu(net.input(), 24, Window.same(3, 3), 1, true);
    for (int stage = 0; stage < CHANNELS.length; stage++) {
      for (int unit = 0; unit < UNITS[stage]; unit++) {
        net.scope("stage" + (stage + 2) + ".unit" + (unit + 1));
        x = unit == 0 ? down(x, CHANNELS[stage]) : basic(x);
      }
    }
    net.scope("head");
    net.linear(net.globalPool(x), classes);
    return net.build(name);
  }

  private int basic(int from) {
    int out = net.channels(from);
    return net.relu(net.addition(branch(from, out / BOTTLENECK, out, 1), from));
  }

  /** Halves the map; the pooled input brings some of the output's channels, the branch the rest. */
  private int down(int from, int out) {
    int pooled = net.averagePool(from, Window.square(3, 2, 1), true);
    int branch = branch(from, out / BOTTLENECK, out - net.channels(from), 2);
    return net.relu(net.concat(pooled, branch));
  }

  private int branch(int from, int inner, int out, int stride) {
    int x = net.convBnRelu(from, inner, Window.same(1, 1), GROUPS, true);
    x = net.shuffle(x, GROUPS);
    x = net.convBn(x, inner, Window.square(3, stride, 1), inner, true);
    return net.convBn(x, out, Window.same(1, 1), GROUPS, true);
  }
}
