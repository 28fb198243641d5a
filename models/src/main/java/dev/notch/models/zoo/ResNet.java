package dev.notch.models.zoo;

import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * ResNet-50 and its squeeze-and-excitation sister. The stem is one 3x3 convolution without stride
 * or pool, and the stride of a bottleneck sits on its 3x3 convolution (the paper puts it on the
 * first 1x1). SE-ResNet has biases everywhere, and a ReLU before the gate.
 */
final class ResNet {
  private static final int EXPANSION = 4;
  private static final int SQUEEZE = 16;
  private static final int[] WIDTHS = {64, 128, 256, 512};
  private static final int[] UNITS = {3, 4, 6, 3};

  private final NetworkBuilder net;
  private final boolean gated;

  private ResNet(Shape input, boolean gated) {
    this.net = new NetworkBuilder(input);
    this.gated = gated;
  }

  static Network resnet50(String name, int classes, Shape input) {
    return new ResNet(input, false).build(name, classes);
  }

  static Network seresnet50(String name, int classes, Shape input) {
    return new ResNet(input, true).build(name, classes);
  }

  private Network build(String name, int classes) {
    net.scope("stem");
    int x = net.convBnRelu(net.input(), 64, Window.same(3, 3), 1, gated);
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      for (int unit = 0; unit < UNITS[stage]; unit++) {
        int stride = unit == 0 && stage > 0 ? 2 : 1;
        x = bottleneck("stage" + (stage + 2) + ".unit" + (unit + 1), x, WIDTHS[stage], stride);
      }
    }
    net.scope("head");
    net.linear(net.globalPool(x), classes);
    return net.build(name);
  }

  private int bottleneck(String unit, int from, int width, int stride) {
    int out = EXPANSION * width;
    net.scope(unit);
    int x = net.convBnRelu(from, width, Window.same(1, 1), 1, gated);
    x = net.convBnRelu(x, width, Window.square(3, stride, 1), 1, gated);
    x = net.convBn(x, out, Window.same(1, 1), 1, gated);
    if (gated) {
      x = gate(unit, net.relu(x));
    }
    int shortcut = shortcut(unit, from, out, stride);
    net.scope(unit);
    return net.relu(net.addition(x, shortcut));
  }

  private int shortcut(String unit, int from, int out, int stride) {
    if (stride == 1 && net.channels(from) == out) {
      return from;
    }
    net.scope(unit + ".shortcut");
    return net.convBn(from, out, Window.square(1, stride, 0), 1, gated);
  }

  /** Squeeze and excitation: one factor a channel, computed from the means of all channels. */
  private int gate(String unit, int map) {
    net.scope(unit + ".gate");
    int channels = net.channels(map);
    int squeezed = net.relu(net.linear(net.globalPool(map), channels / SQUEEZE));
    int gate = net.activation(net.linear(squeezed, channels), Function.SIGMOID);
    return net.multiply(map, gate);
  }
}
