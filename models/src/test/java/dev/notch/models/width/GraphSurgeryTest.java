package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Surgery equals masking in networks of all layers, at every output, in double precision. */
class GraphSurgeryTest {

  @Test
  void cuttingEqualsMasking() {
    assertSurgery(0, 120, 2);
  }

  @Tag("slow")
  @Test
  void cuttingEqualsMaskingInManyNetworks() {
    assertSurgery(1000, 2000, 4);
  }

  private static void assertSurgery(long firstSeed, int networks, int plans) {
    int cut = 0;
    for (long seed = firstSeed; seed < firstSeed + networks; seed++) {
      ChannelGroups groups = ChannelGroups.of(RandomGraphs.draw(seed));
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < plans; i++) {
        WidthPlan plan = groups.random(random);
        assertSurgeryEqualsMasking(groups, plan, seed);
        cut += plan.equals(groups.full()) ? 0 : 1;
      }
    }
    assertThat(cut).isGreaterThan(networks * plans / 2);
  }

  private static void assertSurgeryEqualsMasking(ChannelGroups groups, WidthPlan plan, long seed) {
    Network network = groups.network();
    Weights weights = Initializer.scattered(network, seed);
    ChannelScores scores = SurgeryPropertyTest.randomScores(network, seed);
    ChannelSelection selection = ChannelSelection.of(network, groups, plan, scores);
    int size = Math.toIntExact(network.inputShape().size());
    double[] image = new SplittableRandom(seed).doubles(size, -1, 1).toArray();
    double[] masked = run(network, selection.mask(weights), image);
    double[] sliced = run(selection.narrow(), selection.slice(weights), image);
    assertThat(Differences.relative(masked, sliced)).as("seed %d, %s", seed, plan).isLessThan(1e-9);
  }

  private static double[] run(Network network, Weights weights, double[] image) {
    try (Inference inference = Inference.exact(network, weights)) {
      List<double[]> outputs = inference.outputs(image);
      return outputs.stream().flatMapToDouble(Arrays::stream).toArray();
    }
  }
}
