package dev.notch.timing;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.RuntimeId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Profiles of a device whose times are known exactly. */
final class SyntheticProfile {
  static final double CALL_MS = 0.013;

  private SyntheticProfile() {}

  /** Slow off the multiples of four, a staircase in sixteens, and costs of a step and of memory. */
  static double device(LayerConfig c) {
    double cliff = c.in() % 4 == 0 && c.out() % 4 == 0 ? 1 : 3;
    double[] columns = Features.explanatory(c)[3];
    return 0.004 + cliff * (0.02 * columns[0] + 0.05 * columns[1] + 0.03 * columns[2]);
  }

  static Provenance provenance() {
    return new Provenance(
        "test",
        "0",
        "a device",
        "onnxruntime",
        "1",
        1,
        "none",
        0,
        0,
        1,
        "",
        OptionalDouble.empty(),
        List.of());
  }

  /** Networks of these architectures at random widths, with layers in context and totals. */
  static TrainingData of(List<String> architectures, int plans, long seed, double noise) {
    return of(RuntimeId.ONNXRUNTIME, architectures, plans, seed, noise);
  }

  /** The same of a runtime that executes other steps. */
  static TrainingData of(
      RuntimeId runtime, List<String> architectures, int plans, long seed, double noise) {
    List<Network> networks =
        architectures.stream().map(name -> Zoo.build(name, 10, new Shape(3, 32, 32))).toList();
    return ofNetworks(runtime, networks, plans, seed, noise);
  }

  /** The same of any networks. */
  static TrainingData ofNetworks(
      RuntimeId runtime, List<Network> networks, int plans, long seed, double noise) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TrainingData.Layer> layers = new ArrayList<>();
    List<TrainingData.Total> totals = new ArrayList<>();
    for (Network network : networks) {
      String name = network.name();
      ChannelGroups groups = ChannelGroups.of(network);
      for (int i = 0; i < plans; i++) {
        List<LayerConfig> steps =
            steps(runtime, Narrowing.narrow(groups.network(), groups, plan(groups, random)));
        String id = name + i;
        double total = CALL_MS;
        for (LayerConfig step : steps) {
          double off = 1 + noise * (2 * random.nextDouble() - 1);
          layers.add(new TrainingData.Layer(step, device(step) * off, id));
          total += device(step);
        }
        totals.add(new TrainingData.Total(name, id, steps, total));
      }
    }
    return new TrainingData(layers, totals);
  }

  /** Half of the plans are all multiples of eight, where that is legal. */
  static WidthPlan plan(ChannelGroups groups, SplittableRandom random) {
    WidthPlan plan = groups.random(random);
    if (random.nextBoolean()) {
      int[] widths = plan.toArray();
      java.util.Arrays.setAll(
          widths, g -> Math.min(groups.groups().get(g).width(), Math.max(8, widths[g] / 8 * 8)));
      plan = groups.repair(new WidthPlan(widths));
    }
    return plan;
  }

  /** The plan with another legal width of one group, whichever can change alone. */
  static WidthPlan changed(ChannelGroups groups, WidthPlan plan, SplittableRandom random) {
    WidthPlan changed = plan;
    while (changed.equals(plan)) {
      int group = random.nextInt(groups.size());
      int[] legal = groups.legalWidths(group, plan);
      changed = plan.with(group, legal[random.nextInt(legal.length)]);
    }
    return changed;
  }

  private static List<LayerConfig> steps(RuntimeId runtime, Network network) {
    return Lowering.of(runtime).lower(network).configs();
  }
}
