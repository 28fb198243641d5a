package dev.notch.compressor.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCostsTest {

  @ParameterizedTest
  @MethodSource("dev.notch.models.zoo.Zoo#names")
  void countsWhatTheNarrowedNetworkHas(String name) {
    Network network = Zoo.build(name, 10, new Shape(3, 32, 32));
    ChannelGroups groups = ChannelGroups.of(network);
    PlanCosts costs = PlanCosts.of(groups, plan -> 1);
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 3; trial++) {
      WidthPlan plan = groups.random(random);
      NetworkCounts counts = Narrowing.narrow(network, groups, plan).counts();
      assertThat((long) costs.macs().of(plan)).as("%s %s", name, plan).isEqualTo(counts.macs());
      assertThat((long) costs.parameters().of(plan)).isEqualTo(counts.parameters());
    }
  }
}
