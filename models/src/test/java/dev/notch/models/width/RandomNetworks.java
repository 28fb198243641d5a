package dev.notch.models.width;

import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Small networks with adds, gates, concatenations, splits, shuffles and grouped convolutions in
 * places where nobody would put them.
 */
final class RandomNetworks {
  private static final int MOST_CHANNELS = 40;

  private final SplittableRandom random;
  private final NetworkBuilder b = new NetworkBuilder(new Shape(3, 3, 3));
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> unread = new ArrayList<>();

  private RandomNetworks(SplittableRandom random) {
    this.random = random;
  }

  static Network draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new RandomNetworks(random).build("random" + seed, random.nextInt(2, 14));
  }

  private Network build(String name, int steps) {
    keep(b.conv(b.input(), random.nextInt(2, 17), Window.same(3, 3), 1, true));
    for (int i = 0; i < steps; i++) {
      step();
    }
    int last = unread.size() == 1 ? unread.get(0) : b.concat(unread.toArray(Integer[]::new));
    int vector = random.nextBoolean() ? b.flatten(last) : b.globalPool(last);
    b.linear(random.nextBoolean() ? vector : b.relu(b.linear(vector, 5)), 4);
    return b.build(name);
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1 -> keep(convolution(take(), random.nextInt(1, 9)));
      case 2, 3 -> addTo(take());
      case 4 -> concatenate(take());
      case 5 -> shuffle(take());
      case 6 -> split(take());
      case 7 -> gate(take());
      case 8 -> depthwise(take());
      default -> addAlike(take());
    }
  }

  /** A convolution grouped at random, mostly with what usually follows it. */
  private int convolution(int from, int outPerGroup) {
    int groups = divisor(b.channels(from));
    return dress(b.conv(from, groups * outPerGroup, window(), groups, random.nextBoolean()));
  }

  private int dress(int node) {
    return switch (random.nextInt(4)) {
      case 0 -> b.relu(b.batchNorm(node));
      case 1 -> b.batchNorm(node);
      case 2 -> b.maxPool(node, Window.same(3, 3));
      default -> node;
    };
  }

  private void addTo(int from) {
    int channels = b.channels(from);
    int groups = divisor(channels);
    keep(b.addition(from, dress(b.conv(from, channels, window(), groups, true))));
  }

  /** Adds two tensors that happen to be equally wide, however they came about. */
  private void addAlike(int from) {
    partner(other -> other != from && b.channels(other) == b.channels(from))
        .ifPresentOrElse(other -> keep(b.addition(from, other)), () -> addTo(from));
  }

  private void concatenate(int from) {
    partner(other -> b.channels(from) + b.channels(other) <= MOST_CHANNELS)
        .ifPresentOrElse(
            other -> keep(random.nextBoolean() ? b.concat(from, other) : b.concat(other, from)),
            () -> keep(b.relu(from)));
  }

  /** Any tensor that satisfies a condition, perhaps the same one again. */
  private Optional<Integer> partner(IntPredicate condition) {
    List<Integer> fitting = tensors.stream().filter(condition::test).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    Integer chosen = fitting.get(random.nextInt(fitting.size()));
    unread.remove(chosen);
    return Optional.of(chosen);
  }

  private void shuffle(int from) {
    int groups = divisor(b.channels(from));
    keep(groups == 1 ? b.relu(from) : b.shuffle(from, groups));
  }

  private void split(int from) {
    int parts = divisor(b.channels(from));
    if (parts == 1) {
      keep(b.dropout(from, 0.1, false));
    } else {
      b.split(from, parts).forEach(this::keep);
    }
  }

  private void gate(int from) {
    int hidden = b.relu(b.linear(b.globalPool(from), 3));
    int gate = b.activation(b.linear(hidden, b.channels(from)), Function.SIGMOID);
    keep(b.multiply(from, gate));
  }

  private void depthwise(int from) {
    int channels = b.channels(from);
    int multiplier = channels > 1 && channels * 2 <= MOST_CHANNELS ? random.nextInt(1, 3) : 1;
    keep(b.conv(from, channels * multiplier, Window.same(3, 3), channels, true));
  }

  private int take() {
    int node = tensors.get(random.nextInt(tensors.size()));
    unread.remove((Integer) node);
    return node;
  }

  private void keep(int node) {
    tensors.add(node);
    unread.add(node);
  }

  private Window window() {
    return random.nextBoolean() ? Window.same(1, 1) : Window.same(3, 3);
  }

  private int divisor(int channels) {
    int[] divisors = IntStream.rangeClosed(1, channels).filter(d -> channels % d == 0).toArray();
    return divisors[random.nextInt(Math.min(3, divisors.length))];
  }
}
