package dev.notch.profiler.sample;

import dev.notch.models.graph.Window;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * From what random networks are drawn.
 *
 * @param sizes height and width of the input
 * @param channels the least and the most
 * @param layers the least and the most
 * @param kernels {@code height x width}
 * @param groups of grouped convolutions
 */
public record ChainRanges(
    List<Integer> sizes,
    List<Integer> channels,
    List<Integer> layers,
    List<String> kernels,
    List<Integer> groups) {
  private static final int[] MULTIPLES = {8, 16};

  public ChainRanges {
    sizes = List.copyOf(sizes);
    channels = List.copyOf(channels);
    layers = List.copyOf(layers);
    kernels = List.copyOf(kernels);
    groups = List.copyOf(groups);
    requireRange("channels", channels);
    requireRange("layers", layers);
    requirePositive("sizes", sizes);
    requirePositive("groups", groups);
    ProfileEffort.require(
        !kernels.isEmpty() && kernels.stream().allMatch(k -> k.matches("[1-9][0-9]?x[1-9][0-9]?")),
        "chains: kernels must look like 3x3, were " + kernels);
  }

  /**
   * The part of these ranges that is quick to measure: no larger sizes than this, unless all are
   * larger, and no more channels.
   */
  public ChainRanges upTo(int size, int most) {
    int smallest = Collections.min(sizes);
    return new ChainRanges(
        sizes.stream().filter(s -> s <= Math.max(size, smallest)).toList(),
        List.of(channels.get(0), Math.max(channels.get(0), Math.min(most, channels.get(1)))),
        layers,
        kernels,
        groups);
  }

  int size(SplittableRandom random) {
    return pick(sizes, random);
  }

  int layerCount(SplittableRandom random) {
    return random.nextInt(layers.get(0), layers.get(1) + 1);
  }

  int group(SplittableRandom random) {
    return pick(groups, random);
  }

  /** A kernel at stride 1 that keeps the size, or nearly. */
  Window kernel(SplittableRandom random) {
    String[] sides = pick(kernels, random).split("x");
    return Window.same(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }

  /** Evenly in the logarithm; half of them multiples of 8 or 16. */
  int channelCount(SplittableRandom random) {
    double low = Math.log(channels.get(0));
    double high = Math.log(channels.get(1));
    int drawn = (int) Math.round(Math.exp(low + (high - low) * random.nextDouble()));
    return random.nextBoolean() ? drawn : aligned(drawn, random);
  }

  /** The multiple of 8 or of 16 next to it. */
  static int aligned(int channels, SplittableRandom random) {
    int multiple = MULTIPLES[random.nextInt(MULTIPLES.length)];
    return Math.max(1, Math.round((float) channels / multiple)) * multiple;
  }

  private static <T> T pick(List<T> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }

  private static void requireRange(String name, List<Integer> range) {
    ProfileEffort.require(
        range.size() == 2 && 0 < range.get(0) && range.get(0) <= range.get(1),
        "chains: " + name + " must be [least, most], was " + range);
  }

  private static void requirePositive(String name, List<Integer> values) {
    ProfileEffort.require(
        !values.isEmpty() && values.stream().allMatch(v -> v > 0),
        "chains: " + name + " must be positive, were " + values);
  }
}
