package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A made-up device and network for tests: groups in a chain, time in stairs with cliffs. */
record Synthetic(SearchSpace space, PlanCosts costs, AccuracyEstimate accuracy) {

  static Synthetic random(long seed, int groups, int choices) {
    SplittableRandom random = new SplittableRandom(seed);
    SearchSpace space =
        new SearchSpace(
            IntStream.range(0, groups).mapToObj(g -> Axis.of(g, widths(random, choices))).toList());
    double[] slopes = random.doubles(groups, 0.01, 1).toArray();
    PlanCost time = plan -> stairs(plan, slopes);
    return new Synthetic(
        space, new PlanCosts(time, Synthetic::macs, Synthetic::macs), estimate(random, space));
  }

  private static int[] widths(SplittableRandom random, int choices) {
    int[] widths = random.ints(1, 65).distinct().limit(choices).toArray();
    Arrays.sort(widths);
    return widths;
  }

  /** Adjacent groups share a layer, whose time rises with ceil(in / 8) * ceil(out / 8). */
  private static double stairs(WidthPlan plan, double[] slopes) {
    double sum = 0.1;
    int before = 3;
    for (int group = 0; group < plan.size(); group++) {
      int width = plan.width(group);
      double cliff = width % 4 == 0 ? 1 : 1.7;
      sum += slopes[group] * cliff * Math.ceil(before / 8.0) * Math.ceil(width / 8.0);
      before = width;
    }
    return sum;
  }

  private static double macs(WidthPlan plan) {
    double sum = 0;
    int before = 3;
    for (int group = 0; group < plan.size(); group++) {
      sum += (double) before * plan.width(group);
      before = plan.width(group);
    }
    return sum;
  }

  private static AccuracyEstimate estimate(SplittableRandom random, SearchSpace space) {
    double[][] losses = new double[space.groups()][];
    for (int group = 0; group < losses.length; group++) {
      losses[group] = new double[space.baseline().width(group) + 1];
      for (int width = losses[group].length - 2; width >= 0; width--) {
        losses[group][width] = losses[group][width + 1] + random.nextDouble() * 0.1;
      }
    }
    return new AccuracyEstimate(0.9, 10, losses);
  }

  double time(WidthPlan plan) {
    return costs.time().of(plan);
  }

  /** Every plan of the space. */
  List<WidthPlan> all() {
    List<WidthPlan> plans = new ArrayList<>();
    collect(new int[space.groups()], 0, plans);
    return plans;
  }

  private void collect(int[] point, int group, List<WidthPlan> plans) {
    if (group == point.length) {
      plans.add(space.decode(point));
      return;
    }
    for (int index = 0; index < space.size(group); index++) {
      point[group] = index;
      collect(point, group + 1, plans);
    }
  }
}
