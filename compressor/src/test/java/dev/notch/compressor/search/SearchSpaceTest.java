package dev.notch.compressor.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SearchSpaceTest {

  private static SearchSpace upTo(int width) {
    return new SearchSpace(List.of(IntStream.rangeClosed(1, width).toArray()), plan -> plan);
  }

  @Test
  void keepsTheEndsOfTheStairsOnly() {
    SearchSpace thin = upTo(40).thinned(plan -> Math.ceil(plan.width(0) / 16.0), 64);

    assertThat(widths(thin))
        .as("1 stays so that any budget can be met")
        .containsExactly(1, 16, 32, 40);
  }

  @Test
  void thinsAStairlessCostEvenlyAndKeepsBothEnds() {
    SearchSpace thin = upTo(1000).thinned(plan -> plan.width(0), 64);

    assertThat(widths(thin)).hasSize(64).startsWith(1).endsWith(1000).isSorted();
  }

  @Test
  void leavesOutTooNarrowWidths() {
    assertThat(widths(upTo(64).atLeast(0.125))).startsWith(8).endsWith(64);
    assertThat(widths(upTo(3).atLeast(1))).containsExactly(3);
  }

  @Test
  void findsTheChoiceBelowAWidth() {
    SearchSpace space = new SearchSpace(List.of(new int[] {4, 8, 16}), plan -> plan);

    assertThat(
            List.of(space.index(0, 16), space.index(0, 15), space.index(0, 4), space.index(0, 1)))
        .containsExactly(2, 1, 0, 0);
  }

  @Test
  void refusesUnorderedWidths() {
    assertThatThrownBy(() -> new SearchSpace(List.of(new int[] {4, 4}), plan -> plan))
        .hasMessageContaining("group 0")
        .hasMessageContaining("[4, 4]");
  }

  @ParameterizedTest
  @MethodSource("dev.notch.models.zoo.Zoo#names")
  void everyPointOfEveryNetworkIsALegalPlan(String name) {
    Network network = Zoo.build(name, 10, new Shape(3, 32, 32));
    ChannelGroups groups = ChannelGroups.of(network);
    SearchSpace space =
        SearchSpace.of(groups).atLeast(0.125).thinned(PlanCosts.of(groups, p -> 1).macs(), 64);
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 50; trial++) {
      int[] point =
          IntStream.range(0, space.groups()).map(g -> random.nextInt(space.size(g))).toArray();
      WidthPlan plan = space.decode(point);
      assertThat(groups.isLegal(plan)).as("%s %s", name, plan).isTrue();
    }
    assertThat(space.baseline()).isEqualTo(groups.full());
    assertThat(space.decode(space.encode(groups.full()))).isEqualTo(groups.full());
  }

  private static List<Integer> widths(SearchSpace space) {
    return IntStream.range(0, space.size(0)).mapToObj(i -> space.width(0, i)).toList();
  }
}
