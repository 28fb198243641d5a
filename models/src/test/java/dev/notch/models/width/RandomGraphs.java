package dev.notch.models.width;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import dev.notch.models.graph.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Small networks of all layers that an imported network may have, in places where nobody would put
 * them.
 */
final class RandomGraphs {
  private static final int MOST_CHANNELS = 48;
  private static final int MOST_ROWS = 8;

  private final SplittableRandom random;
  private final RandomFreeLayers freeLayers;
  private final NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> unread = new ArrayList<>();

  private RandomGraphs(SplittableRandom random) {
    this.random = random;
    this.freeLayers = new RandomFreeLayers(random, b);
  }

  static Network draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new RandomGraphs(random).build("graph" + seed, random.nextInt(2, 16));
  }

  private Network build(String name, int steps) {
    if (random.nextInt(8) == 0) {
      tensors.add(b.input());
    }
    keep(convolution(b.input(), 4 * random.nextInt(1, 5), 1));
    for (int i = 0; i < steps; i++) {
      step();
    }
    List<Integer> vectors = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    for (int end : unread) {
      if (random.nextInt(12) == 0 && !vectors.isEmpty()) {
        outputs.add(end);
      } else {
        vectors.add(vector(end));
      }
    }
    int last = vectors.size() == 1 ? vectors.get(0) : b.concat(vectors.toArray(Integer[]::new));
    outputs.add(b.linear(random.nextBoolean() ? last : b.relu(b.linear(last, 5)), 4));
    if (random.nextInt(10) == 0) {
      outputs.add(inner());
    }
    Collections.reverse(outputs);
    return b.build(name, outputs.stream().distinct().toList());
  }

  /** A tensor that others read. */
  private int inner() {
    return tensors.stream().filter(id -> id > 0 && !unread.contains(id)).findFirst().orElse(1);
  }

  private int vector(int end) {
    return switch (random.nextInt(3)) {
      case 0 -> b.add("maximum", new GlobalMaxPool(), end);
      case 1 -> b.globalPool(end);
      default -> b.flatten(end);
    };
  }

  private void step() {
    int from = take();
    switch (random.nextInt(26)) {
      case 0, 1 -> keep(convolution(from, random.nextInt(1, 9) * 2, divisor(b.channels(from))));
      case 2 -> keep(transposed(from));
      case 3, 4 -> addTo(from);
      case 5 -> combineAlike(from);
      case 6, 7 -> concatenate(from);
      case 8 -> shuffle(from);
      case 9 -> split(from);
      case 10, 11 -> range(from);
      case 12 -> gate(from);
      case 13 -> keep(depthwise(from));
      case 14, 15 -> keep(blocks(from));
      case 16 -> keep(random.nextBoolean() ? resize(from) : padded(from));
      case 17, 18 -> keep(alone(from));
      case 19, 20 -> keep(freeLayers.single(from));
      case 21, 22 -> keep(freeLayers.withConstant(from));
      case 23, 24 -> keep(freeLayers.tokens(from));
      default -> keep(random.nextInt(3) == 0 ? freeLayers.mixing(from) : b.relu(from));
    }
  }

  private int convolution(int from, int outPerGroup, int groups) {
    int out = groups * Math.max(1, Math.min(outPerGroup, MOST_CHANNELS / groups));
    return alone(b.conv(from, out, window(), groups, random.nextBoolean()));
  }

  private int transposed(int from) {
    int in = b.channels(from);
    boolean follows = random.nextInt(3) == 0 && in * 2 <= MOST_CHANNELS;
    int groups = follows ? in : divisor(in);
    int out =
        follows
            ? in * random.nextInt(1, 3)
            : groups * random.nextInt(1, Math.min(9, 2 * MOST_CHANNELS / groups + 1));
    boolean wider = b.shape(from).height() * 2 <= MOST_ROWS && random.nextBoolean();
    Window window = wider ? Window.square(2, 2, 0) : window();
    return b.add(
        "deconv",
        new TransposedConvolution(in, out, window, 0, 0, groups, random.nextBoolean()),
        from);
  }

  /** A layer of its own that keeps the channels apart. */
  private int alone(int from) {
    int channels = b.channels(from);
    return switch (random.nextInt(9)) {
      case 0 -> b.batchNorm(from);
      case 1 -> b.add("scale", new Scale(channels, random.nextBoolean()), from);
      case 2 -> b.add("prelu", new PRelu(channels), from);
      case 3 -> b.activation(from, Function.SILU);
      case 4 -> b.activation(from, Function.SIGMOID);
      case 5 -> b.maxPool(from, Window.same(3, 3));
      case 6 -> b.relu(b.batchNorm(from));
      case 7 -> b.activation(from, Function.TANH);
      default -> from;
    };
  }

  private int padded(int from) {
    return b.shape(from).height() >= MOST_ROWS
        ? from
        : b.add("pad", new Pad(1, 1, 0, 0, Pad.Mode.CONSTANT, 0.5), from);
  }

  private void addTo(int from) {
    int channels = b.channels(from);
    keep(
        b.addition(
            from, alone(b.conv(from, channels, Window.same(3, 3), divisor(channels), true))));
  }

  /** Adds, subtracts or multiplies two tensors that happen to fit, however they came about. */
  private void combineAlike(int from) {
    Shape shape = b.shape(from);
    partner(
            other ->
                b.shape(other).equals(shape)
                    || b.shape(other).equals(Shape.vector(shape.channels())))
        .ifPresentOrElse(other -> keep(combine(from, other)), () -> addTo(from));
  }

  private int combine(int one, int other) {
    boolean turned = random.nextBoolean();
    Layer layer =
        switch (random.nextInt(3)) {
          case 0 -> new Add();
          case 1 -> new Subtract();
          default -> new Multiply();
        };
    return b.add("combine", layer, turned ? other : one, turned ? one : other);
  }

  private void concatenate(int from) {
    Shape shape = b.shape(from);
    partner(
            other ->
                b.shape(other).withChannels(1).equals(shape.withChannels(1))
                    && b.channels(from) + b.channels(other) <= MOST_CHANNELS)
        .ifPresentOrElse(
            other -> keep(random.nextBoolean() ? b.concat(from, other) : b.concat(other, from)),
            () -> keep(b.relu(from)));
  }

  /** Any tensor that satisfies a condition, perhaps the same one again. */
  private Optional<Integer> partner(Predicate<Integer> condition) {
    List<Integer> fitting = tensors.stream().filter(condition).toList();
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

  /** Reads some of the channels, and mostly the others too. */
  private void range(int from) {
    int channels = b.channels(from);
    int border = random.nextInt(0, channels);
    keep(b.add("range", new ChannelRange(border, channels), from));
    if (border > 0 && random.nextInt(4) > 0) {
      keep(b.add("range", new ChannelRange(0, border), from));
    }
  }

  private void gate(int from) {
    int hidden = b.relu(b.linear(b.globalPool(from), 3));
    int gate = b.activation(b.linear(hidden, b.channels(from)), Function.SIGMOID);
    keep(random.nextBoolean() ? b.multiply(from, gate) : b.multiply(gate, from));
  }

  private int depthwise(int from) {
    int channels = b.channels(from);
    int multiplier = channels > 1 && channels * 2 <= MOST_CHANNELS ? random.nextInt(1, 3) : 1;
    return b.conv(from, channels * multiplier, Window.same(3, 3), channels, true);
  }

  private int blocks(int from) {
    Shape s = b.shape(from);
    if (s.height() * 2 <= MOST_ROWS && random.nextInt(3) > 0) {
      boolean channelsFirst = random.nextBoolean();
      int made =
          s.channels() % 4 == 0 && random.nextBoolean()
              ? from
              : convolution(from, 4 * random.nextInt(1, 5), 1);
      return b.add("depthtospace", new DepthToSpace(2, channelsFirst), made);
    }
    boolean fits =
        s.height() % 2 == 0 && s.width() % 2 == 0 && s.channels() * 4 <= 2 * MOST_CHANNELS;
    return fits ? b.add("spacetodepth", new SpaceToDepth(2), from) : alone(from);
  }

  private int resize(int from) {
    Resize.Mode mode = random.nextBoolean() ? Resize.Mode.NEAREST : Resize.Mode.LINEAR;
    return b.add("resize", new Resize(mode, 4, 4, Coordinates.ASYMMETRIC, Rounding.FLOOR), from);
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
