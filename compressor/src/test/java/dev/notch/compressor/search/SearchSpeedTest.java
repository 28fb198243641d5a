package dev.notch.compressor.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.OpKind;
import dev.notch.timing.NetworkTerm;
import dev.notch.timing.PlanPricer;
import dev.notch.timing.Provenance;
import dev.notch.timing.TimingModel;
import dev.notch.timing.tree.Bounds;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Split;
import dev.notch.timing.tree.TimingTree;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many plans of mobilenetv2 a core scores per second: decoding, repair to half the baseline's
 * predicted time, predicted time, estimated accuracy. Prints; asserts no speed, only that what was
 * timed is what the search does. To run it:
 *
 * <pre>mvn -pl compressor -am -Pslow test -Dtest=SearchSpeedTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@Tag("slow")
class SearchSpeedTest {
  private static final int PLANS = 200_000;

  private final ChannelGroups groups =
      ChannelGroups.of(Zoo.build("mobilenetv2", 10, new Shape(3, 32, 32)));
  private final PlanCosts costs =
      PlanCosts.of(groups, new PlanPricer(model(), groups)::milliseconds);
  private final AccuracyEstimate accuracy = estimate(groups);

  @Test
  void wholeFitness() {
    SearchSpace space =
        SearchSpace.of(groups).atLeast(1 / 8.0).thinned(costs.of(Objective.TIME), 64);
    Descent descent = new Descent(space, costs.time(), accuracy);
    double budget = 0.5 * costs.time().of(groups.full());
    int[][] points = points(space);
    score(space, descent, budget, points);
    long start = System.nanoTime();
    double worst = score(space, descent, budget, points);
    report("random plans, all of the fitness", PLANS, System.nanoTime() - start);

    assertThat(worst).isLessThanOrEqualTo(budget);
  }

  /** The dearest of all plans after repair. */
  private double score(SearchSpace space, Descent descent, double budget, int[][] points) {
    double worst = 0;
    double best = 0;
    for (int[] point : points) {
      WidthPlan plan = space.decode(descent.within(budget, point));
      worst = Math.max(worst, costs.time().of(plan));
      best = Math.max(best, accuracy.of(plan));
    }
    assertThat(best).isPositive();
    return worst;
  }

  @Test
  void wholeSearch() {
    PlanSearch search =
        new PlanSearch(
            SearchSpace.of(groups).atLeast(1 / 8.0),
            costs,
            Objective.TIME,
            accuracy,
            new SearchSettings(1, 200, 200));
    double budget = 0.5 * costs.time().of(groups.full());
    search.run(budget, Progress.NONE);
    long start = System.nanoTime();
    SearchResult result = search.run(budget, Progress.NONE);
    report("search with NSGA-II and refinement", result.plans(), System.nanoTime() - start);

    assertThat(result.best().predictedMs()).isLessThanOrEqualTo(budget);
  }

  private static void report(String what, long plans, long nanos) {
    System.out.printf(
        Locale.ROOT, "%s: %.0f plans/s (%d plans)%n", what, plans / (nanos / 1e9), plans);
  }

  private static int[][] points(SearchSpace space) {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, PLANS)
        .mapToObj(
            i ->
                IntStream.range(0, space.dimensions())
                    .map(axis -> random.nextInt(space.size(axis)))
                    .toArray())
        .toArray(int[][]::new);
  }

  /** A tree for each kind with a cliff where 8 does not divide the output channels. */
  private static TimingModel model() {
    Map<OpKind, TimingTree> trees = new EnumMap<>(OpKind.class);
    for (OpKind kind : OpKind.values()) {
      trees.put(
          kind,
          new TimingTree(
              new TimingTree.Branch(
                  new Split.Multiple(1, 8), leaf(0, 0.01, 0.05), leaf(1, 0.03, 0.08))));
    }
    Provenance provenance =
        new Provenance(
            "test",
            "d",
            "d",
            "onnxruntime",
            "1",
            1,
            "",
            100,
            10,
            1,
            "",
            OptionalDouble.empty(),
            List.of());
    return new TimingModel(trees, NetworkTerm.SUM, provenance);
  }

  private static TimingTree.Leaf leaf(int index, double perMmac, double perMb) {
    Bounds seen = new Bounds(new double[4], new double[] {1e9, 1e9, 1e9, 1});
    return new TimingTree.Leaf(
        index, new Equation(0, perMmac, perMb, perMb, 0.002), 100, 0.1, seen);
  }

  private static AccuracyEstimate estimate(ChannelGroups groups) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] losses = new double[groups.size()][];
    for (int group = 0; group < losses.length; group++) {
      int full = groups.full().width(group);
      double scale = random.nextDouble(0.05, 1);
      losses[group] = new double[full + 1];
      for (int width = 0; width < full; width++) {
        losses[group][width] = scale * Math.log(full / Math.max(0.5, width));
      }
    }
    return new AccuracyEstimate(0.9, 10, losses);
  }
}
