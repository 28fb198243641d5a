package dev.notch.models.zoo;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * Xception with strides 8 in all (32 in the paper): the stem has none, nor has entry 3. Only the
 * convolutions of shortcuts have biases.
 *
 * <p>The reference rectifies the input of entry 2, entry 3 and the middle blocks in place, so there
 * the shortcut reads the rectified input as well; the shortcut of exit 1 reads the raw one.
 */
final class Xception {
  private static final int MIDDLE_BLOCKS = 8;

  private final NetworkBuilder net;

  private Xception(Shape input) {
    this.net = new NetworkBuilder(input);
  }

  static Network xception(String name, int classes, Shape input) {
    return new Xception(input).build(name, classes);
  }

  private Network build(String name, int classes) {
    int x = exit(middle(entry(net.input())));
    net.scope("head");
    net.linear(net.globalPool(x), classes);
    return net.build(name);
  }

  private int entry(int from) {
    net.scope("stem");
    int x = net.convBnRelu(from, 32, Window.same(3, 3), 1, false);
    x = net.convBnRelu(x, 64, Window.same(3, 3), 1, false);
    net.scope("entry1");
    x = residual("entry1", x, x, 128, 128, 2);
    net.scope("entry2");
    x = net.relu(x);
    x = residual("entry2", x, x, 256, 256, 2);
    net.scope("entry3");
    x = net.relu(x);
    return residual("entry3", x, x, 728, 728, 1);
  }

  private int middle(int from) {
    int x = from;
    for (int block = 1; block <= MIDDLE_BLOCKS; block++) {
      net.scope("middle" + block);
      int shortcut = net.relu(x);
      x = separableBn(shortcut, net.channels(shortcut));
      for (int i = 0; i < 2; i++) {
        x = separableBn(net.relu(x), net.channels(x));
      }
      x = net.addition(x, shortcut);
    }
    return x;
  }

  private int exit(int from) {
    net.scope("exit1");
    int x = residual("exit1", net.relu(from), from, 728, 1024, 2);
    net.scope("exit2");
    x = net.relu(separableBn(x, 1536));
    return net.relu(separableBn(x, 2048));
  }

  /** Two separable convolutions and a pool beside a 1x1 convolution. */
  private int residual(String block, int main, int shortcut, int inner, int out, int stride) {
    int x = net.relu(separableBn(main, inner));
    x = net.maxPool(separableBn(x, out), Window.square(3, stride, 1));
    net.scope(block + ".shortcut");
    int y = net.convBn(shortcut, out, Window.square(1, stride, 0), 1, true);
    net.scope(block);
    return net.addition(x, y);
  }

  private int separableBn(int from, int out) {
    int x = net.depthwise(from, Window.same(3, 3), false);
    return net.convBn(x, out, Window.same(1, 1), 1, false);
  }
}
