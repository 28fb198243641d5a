package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurgeryPropertyTest {
  private static final int NETWORKS = 400;
  private static final int PLANS = 4;

  @Test
  void cuttingEqualsMasking() {
    int cut = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      Network network = RandomNetworks.draw(seed);
      ChannelGroups groups = ChannelGroups.of(network);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < PLANS; i++) {
        WidthPlan plan = groups.random(random);
        assertThat(groups.isLegal(plan)).as("seed %d, %s", seed, plan).isTrue();
        assertSurgeryEqualsMasking(groups, plan, seed);
        cut += plan.equals(groups.full()) ? 0 : 1;
      }
    }
    assertThat(cut).isGreaterThan(NETWORKS * PLANS / 2);
  }

  private static void assertSurgeryEqualsMasking(ChannelGroups groups, WidthPlan plan, long seed) {
    Network network = groups.network();
    Weights weights = Initializer.scattered(network, seed);
    ChannelSelection selection =
        ChannelSelection.of(network, groups, plan, randomScores(network, seed));
    double[] image = new SplittableRandom(seed).doubles(27, -1, 1).toArray();
    double[] masked = new Evaluator(network, selection.mask(weights)).run(image);
    double[] sliced = new Evaluator(selection.narrow(), selection.slice(weights)).run(image);
    assertThat(Differences.relative(masked, sliced)).as("seed %d, %s", seed, plan).isLessThan(1e-9);
  }

  static ChannelScores randomScores(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Map<Integer, double[]> scores = new HashMap<>();
    for (Node node : network.nodes()) {
      scores.put(node.id(), random.doubles(network.channels(node.id())).toArray());
    }
    return new ChannelScores(scores);
  }
}
