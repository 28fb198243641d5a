package dev.notch.profiler.sample;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.NetworkChooser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws what is measured: networks at random widths, and random networks. The same seed gives the
 * same networks; more of them begin with those that fewer would be.
 */
public final class ConfigSampler {
  /** The name of random networks. */
  public static final String CHAIN = "chain";

  /** Networks of this name tell what tracing costs; their layers are no samples. */
  public static final String CALIBRATION = "calibration";

  /**
   * Networks of this name tell what moving tensors between layouts costs; of their steps only the
   * moves are samples.
   */
  public static final String LAYOUTS = "layouts";

  /** Pairs of widths of which a runtime with blocked layouts reads the second only in blocks. */
  private static final int[][] LAYOUT_PAIRS = {{18, 32}, {50, 64}, {126, 128}, {250, 256}, {6, 20}};

  private static final int[] LAYOUT_SIZES = {32, 16, 8, 4};

  private static final double NARROWEST = 0.1;
  private static final int[] CALIBRATION_LENGTHS = {2, 40};
  private static final Shape CALIBRATION_INPUT = new Shape(16, 8, 8);

  private final long seed;

  public ConfigSampler(long seed) {
    this.seed = seed;
  }

  /** A legal random narrowing: each group anywhere between a tenth of its width and all of it. */
  public List<NetworkSample> variants(Network network, int count) {
    return variants(ChannelGroups.of(network), 0, count);
  }

  /** As {@link #variants}, beginning with the one of this index. */
  public List<NetworkSample> variants(ChannelGroups groups, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> narrowed(groups, draw(groups, i, random(groups.network().name(), i))))
        .toList();
  }

  /** The same variants, their widths moved to where times seem to jump, or beside that. */
  public List<NetworkSample> notched(
      ChannelGroups groups, int from, int count, NetworkChooser.Suspects suspects) {
    NotchedWidths notched = new NotchedWidths(suspects);
    List<NetworkSample> samples = new ArrayList<>();
    for (int index = from; index < from + count; index++) {
      SplittableRandom random = random(groups.network().name(), index);
      int[] widths = draw(groups, index, random).toArray();
      int[] full = groups.full().toArray();
      for (int group = 0; group < widths.length; group++) {
        widths[group] = notched.near(widths[group], full[group], random);
      }
      samples.add(narrowed(groups, new WidthPlan(widths)));
    }
    return samples;
  }

  private static NetworkSample narrowed(ChannelGroups groups, WidthPlan drawn) {
    WidthPlan plan = groups.repair(drawn);
    return new NetworkSample(Narrowing.narrow(groups.network(), groups, plan), text(plan));
  }

  /** Random networks of every kind of layer. */
  public List<NetworkSample> chains(ChainRanges ranges, int count) {
    return chains(ranges, 0, count);
  }

  /** Those from this index on. */
  public List<NetworkSample> chains(ChainRanges ranges, int from, int count) {
    List<NetworkSample> samples = new ArrayList<>();
    for (int index = from; index < from + count; index++) {
      Network chain = RandomChain.draw(CHAIN, ranges, random(CHAIN, index));
      samples.add(new NetworkSample(chain, seed + ":" + index));
    }
    return samples;
  }

  /** Layers of random networks that can stand alone, each once. */
  public List<LayerConfig> alone(ChainRanges ranges, int count, Lowering lowering) {
    Set<LayerConfig> configs = new LinkedHashSet<>();
    for (int index = 0; configs.size() < count; index++) {
      Network chain = RandomChain.draw("alone", ranges, random("alone", index));
      lowering.lower(chain).configs().stream().filter(SingleLayer::possible).forEach(configs::add);
    }
    return configs.stream().limit(count).toList();
  }

  /** Short and long networks of one small layer: what they differ by is known. */
  public static List<NetworkSample> calibration() {
    return Arrays.stream(CALIBRATION_LENGTHS).mapToObj(ConfigSampler::calibration).toList();
  }

  /** Networks that change their layout all the time, so that every profile can price that. */
  public static List<NetworkSample> layouts() {
    return Arrays.stream(LAYOUT_SIZES).mapToObj(ConfigSampler::layouts).toList();
  }

  /** Layers that are measured again and again, to see how well the clock repeats. */
  public static List<LayerConfig> sentinels() {
    return List.of(
        LayerConfig.parse("conv2d in=32 out=32 k=3 h=16"),
        LayerConfig.parse("depthwise in=64 k=3 h=16"),
        LayerConfig.parse("pointwise in=128 out=128 h=8"));
  }

  /** The text form of a plan: the groups' widths. */
  public static String text(WidthPlan plan) {
    return Arrays.stream(plan.toArray()).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  /** Every second network has arbitrary widths, the others multiples of 8 or 16. */
  private static WidthPlan draw(ChannelGroups groups, int index, SplittableRandom random) {
    int[] widths = groups.full().toArray();
    for (int group = 0; group < widths.length; group++) {
      double share = NARROWEST + (1 - NARROWEST) * random.nextDouble();
      int drawn = Math.max(1, (int) Math.round(widths[group] * share));
      int width = index % 2 == 0 ? drawn : ChainRanges.aligned(drawn, random);
      widths[group] = Math.min(widths[group], width);
    }
    return new WidthPlan(widths);
  }

  private SplittableRandom random(String name, int index) {
    return new SplittableRandom(seed * 1_000_003 + name.hashCode() * 31L + index);
  }

  private static NetworkSample layouts(int size) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, size, size));
    int x = b.input();
    for (int[] pair : LAYOUT_PAIRS) {
      for (int width : pair) {
        x = b.relu(b.conv(x, width, Window.square(1, 1, 0), 1, true));
      }
    }
    b.linear(b.globalPool(x), 10);
    return new NetworkSample(b.build(LAYOUTS), String.valueOf(size));
  }

  private static NetworkSample calibration(int length) {
    NetworkBuilder b = new NetworkBuilder(CALIBRATION_INPUT);
    int x = b.input();
    for (int i = 0; i < length; i++) {
      x = b.maxPool(x, Window.square(3, 1, 1));
    }
    b.globalPool(x);
    return new NetworkSample(b.build(CALIBRATION), String.valueOf(length));
  }
}
