package dev.notch.profiler.sample;

import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random network of blocks in random order. Nothing stands in it that networks do not have and
 * runtimes would optimise away, such as an activation of an activation.
 */
final class RandomChain {
  private static final int CLASSES = 10;
  private static final int SMALLEST = 4;
  private static final int KINDS = 10;
  private static final double DOWN = 0.25;
  private static final int SQUEEZE = 4;

  private final SplittableRandom random;
  private final ChainRanges ranges;
  private final NetworkBuilder b;

  private RandomChain(ChainRanges ranges, SplittableRandom random) {
    this.random = random;
    this.ranges = ranges;
    int size = ranges.size(random);
    this.b = new NetworkBuilder(new Shape(3, size, size));
  }

  static Network draw(String name, ChainRanges ranges, SplittableRandom random) {
    return new RandomChain(ranges, random).build(name);
  }

  private Network build(String name) {
    b.scope("stem");
    int x = activated(b.batchNorm(b.conv(b.input(), channels(), Window.same(3, 3), 1, false)));
    int layers = ranges.layerCount(random);
    for (int layer = 0; layer < layers; layer++) {
      b.scope("block" + layer);
      x = block(x, random.nextInt(KINDS));
    }
    b.scope("head");
    b.linear(random.nextInt(SQUEEZE) == 0 ? b.flatten(small(x)) : b.globalPool(x), CLASSES);
    return b.build(name);
  }

  private int block(int x, int kind) {
    return switch (kind) {
      case 0 -> activated(convolution(x, channels()));
      case 1 -> activated(pointwise(x, channels()));
      case 2 -> maybeActivated(b.batchNorm(b.depthwise(x, strided(3), false)));
      case 3 -> activated(grouped(x));
      case 4 -> b.relu(b.addition(convolution(x, b.channels(x)), x));
      case 5 -> b.concat(activated(pointwise(x, channels())), x);
      case 6 -> pooled(x);
      case 7 -> dealt(x);
      case 8 -> gated(x);
      default -> activated(pooled(x));
    };
  }

  private int convolution(int x, int out) {
    return b.batchNorm(b.conv(x, out, ranges.kernel(random), 1, false));
  }

  private int pointwise(int x, int out) {
    return b.batchNorm(b.conv(x, out, Window.square(1, 1, 0), 1, false));
  }

  private int grouped(int x) {
    int groups = ranges.group(random);
    int in = b.channels(x) / groups * groups;
    int from = in == b.channels(x) ? x : activated(pointwise(x, Math.max(groups, in)));
    int out = Math.max(1, channels() / groups) * groups;
    Window window = random.nextBoolean() ? Window.same(3, 3) : Window.square(1, 1, 0);
    int y = b.batchNorm(b.conv(from, out, window, groups, false));
    return random.nextBoolean() ? b.shuffle(y, groups) : y;
  }

  private int pooled(int x) {
    Window window = strided(3);
    return random.nextBoolean() ? b.maxPool(x, window) : b.averagePool(x, window, true);
  }

  private int dealt(int x) {
    int even = b.channels(x) % 2 == 0 ? x : pointwise(x, b.channels(x) + 1);
    List<Integer> parts = b.split(even, 2);
    int out = b.channels(parts.get(1));
    return b.shuffle(b.concat(parts.get(0), activated(pointwise(parts.get(1), out))), 2);
  }

  private int gated(int x) {
    int channels = b.channels(x);
    int squeezed = b.relu(b.linear(b.globalPool(x), Math.max(1, channels / SQUEEZE)));
    return b.multiply(x, b.activation(b.linear(squeezed, channels), Function.SIGMOID));
  }

  /** At most a few thousand values for a flatten. */
  private int small(int x) {
    int y = x;
    while (b.shape(y).height() > SMALLEST) {
      y = b.maxPool(y, Window.square(2, 2, 0));
    }
    return y;
  }

  private int activated(int x) {
    Function[] functions = {Function.RELU, Function.RELU, Function.RELU6};
    return b.activation(x, functions[random.nextInt(functions.length)]);
  }

  private int maybeActivated(int x) {
    return random.nextBoolean() ? activated(x) : x;
  }

  private Window strided(int kernel) {
    return Window.square(kernel, random.nextDouble() < DOWN ? 2 : 1, kernel / 2);
  }

  private int channels() {
    return ranges.channelCount(random);
  }
}
