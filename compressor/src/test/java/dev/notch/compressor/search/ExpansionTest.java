package dev.notch.compressor.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {

  /** Time in stairs of 16 channels with a cliff where 4 does not divide the width. */
  private static double stairs(WidthPlan plan) {
    return IntStream.of(plan.toArray())
        .mapToDouble(width -> Math.ceil(width / 16.0) * (width % 4 == 0 ? 1 : 2))
        .sum();
  }

  private static SearchSpace free(int... originals) {
    return new SearchSpace(
        IntStream.range(0, originals.length)
            .mapToObj(g -> Axis.of(g, IntStream.rangeClosed(1, originals[g]).toArray()))
            .toList());
  }

  @Test
  void climbsToTheEndOfItsStairAndNoFurther() {
    Expansion expansion = new Expansion(free(64, 40, 30), ExpansionTest::stairs);

    assertThat(expansion.expand(new WidthPlan(33, 20, 30)))
        .as("33 costs 6, 48 costs 3; 20 widens to 32; 30 is the original, 28 would be narrower")
        .isEqualTo(new WidthPlan(48, 32, 30));
  }

  @Test
  void neverPassesTheOriginalWidth() {
    Expansion expansion = new Expansion(free(40), ExpansionTest::stairs);

    assertThat(expansion.expand(new WidthPlan(33))).isEqualTo(new WidthPlan(40));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverSlowerNeverNarrowerAndIdempotentOnStaircases(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Synthetic made = Synthetic.random(seed, 6, 30);
    Expansion expansion = new Expansion(made.space(), made.costs().time());
    for (int trial = 0; trial < 20; trial++) {
      int[] point = IntStream.range(0, 6).map(g -> random.nextInt(made.space().size(g))).toArray();
      WidthPlan plan = made.space().decode(point);
      WidthPlan wide = expansion.expand(plan);

      assertThat(made.time(wide)).as("seed %d", seed).isLessThanOrEqualTo(made.time(plan));
      for (int group = 0; group < 6; group++) {
        assertThat(wide.width(group))
            .isBetween(plan.width(group), made.space().baseline().width(group));
      }
      assertThat(expansion.expand(wide)).isEqualTo(wide);
      assertThat(made.accuracy().of(wide)).isGreaterThanOrEqualTo(made.accuracy().of(plan));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shufflenet", "shufflenetv2", "mobilenetv2"})
  void staysLegalWhereGroupsDependOnEachOther(String name) {
    Network network = Zoo.build(name, 10, new Shape(3, 32, 32));
    ChannelGroups groups = ChannelGroups.of(network);
    Expansion expansion = new Expansion(SearchSpace.of(groups), ExpansionTest::stairs);
    SplittableRandom random = new SplittableRandom(17);
    for (int trial = 0; trial < 3; trial++) {
      WidthPlan plan = groups.random(random);
      WidthPlan wide = expansion.expand(plan);
      assertThat(groups.isLegal(wide)).as("%s", wide).isTrue();
      assertThat(stairs(wide)).isLessThanOrEqualTo(stairs(plan));
      assertThat(expansion.expand(wide)).isEqualTo(wide);
    }
  }
}
