package dev.notch.models.zoo;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * VGG "D" with batch normalisation. Convolutions have biases although batch normalisation follows.
 * The first linear layer takes whatever is left of the image (512 values of a 32x32 one) where the
 * paper has 25088.
 */
final class Vgg {
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};
  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
  private static final int HIDDEN = 4096;

  private Vgg() {}

  static Network vgg16(String name, int classes, Shape input) {
    NetworkBuilder net = new NetworkBuilder(input);
    int x = net.input();
    for (int block = 0; block < CHANNELS.length; block++) {
      net.scope("block" + (block + 1));
      for (int i = 0; i < CONVOLUTIONS[block]; i++) {
        x = net.convBnRelu(x, CHANNELS[block], Window.same(3, 3), 1, true);
      }
      x = net.maxPool(x, Window.square(2, 2, 0));
    }
    net.scope("head");
    x = hidden(net, net.flatten(x));
    net.linear(hidden(net, x), classes);
    return net.build(name);
  }

  private static int hidden(NetworkBuilder net, int from) {
    return net.dropout(net.relu(net.linear(from, HIDDEN)), 0.5, false);
  }
}
