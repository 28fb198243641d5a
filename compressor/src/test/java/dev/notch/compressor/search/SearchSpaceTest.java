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
    return new SearchSpace(List.of(Axis.of(0, IntStream.rangeClosed(1, width).toArray())));
  }

  @Test
  void keepsTheEndsOfTheStairsOnly() {
    SearchSpace thin = upTo(40).thinned(plan -> Math.ceil(plan.width(0) / 16.0), 8);

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
  void refusesUnorderedWidths() {
    assertThatThrownBy(() -> Axis.of(3, 4, 4))
        .hasMessageContaining("[3]")
        .hasMessageContaining("[[4], [4]]");
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
          IntStream.range(0, space.dimensions()).map(g -> random.nextInt(space.size(g))).toArray();
      WidthPlan plan = space.decode(point);
      assertThat(groups.isLegal(plan)).as("%s %s", name, plan).isTrue();
    }
    assertThat(space.baseline()).isEqualTo(groups.full());
    assertThat(space.decode(space.top())).isEqualTo(groups.full());
  }

  @Test
  void cutsGroupsTogetherThatDependOnEachOther() {
    ChannelGroups groups = ChannelGroups.of(Zoo.build("shufflenet", 10, new Shape(3, 32, 32)));
    SearchSpace space = SearchSpace.of(groups);
    int stem = groups.group("stem.conv").id();
    Axis axis =
        IntStream.range(0, space.dimensions())
            .mapToObj(space::axis)
            .filter(a -> a.groups()[0] == stem)
            .findFirst()
            .orElseThrow();

    assertThat(axis.groups()).hasSizeGreaterThan(1);
    assertThat(axis.size()).as("the residual stream has many widths").isGreaterThan(40);
    assertThat(axis.fraction(0)).isLessThan(0.15);
  }

  @Test
  void refusesAGroupOnTwoAxesOrNone() {
    assertThatThrownBy(() -> new SearchSpace(List.of(Axis.of(0, 1), Axis.of(0, 2))))
        .hasMessageContaining("group 1");
    assertThatThrownBy(() -> new SearchSpace(List.of(Axis.of(1, 1))))
        .hasMessageContaining("group 0");
  }

  private static List<Integer> widths(SearchSpace space) {
    return IntStream.range(0, space.size(0)).mapToObj(i -> space.axis(0).choices()[i][0]).toList();
  }
}
