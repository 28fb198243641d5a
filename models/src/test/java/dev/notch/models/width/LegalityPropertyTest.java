package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legal is what a trace of every single channel calls legal, and repair finds it. */
class LegalityPropertyTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void agreesWithTheTraceOfEveryChannel(boolean imported) {
    int illegal = 0;
    int legal = 0;
    for (long seed = 0; seed < 300; seed++) {
      ChannelGroups groups = draw(seed, imported);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 8; i++) {
        WidthPlan plan = wild(groups, random);
        boolean fits = fits(groups, plan);
        assertThat(groups.isLegal(plan)).as("seed %d, %s", seed, plan).isEqualTo(fits);
        legal += fits ? 1 : 0;
        illegal += fits ? 0 : 1;
      }
    }
    assertThat(legal).isGreaterThan(500);
    assertThat(illegal).isGreaterThan(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenet", "shufflenetv2"})
  void agreesWithTheTraceOfEveryChannelInTheZoo(String name) {
    ChannelGroups groups = ChannelGroups.of(Zoo.build(name, 10, new Shape(3, 32, 32)));
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 4; i++) {
      WidthPlan plan = groups.random(random);
      assertThat(fits(groups, plan)).as("%s, seed 11, %s", name, plan).isTrue();
      WidthPlan near = nudged(groups, plan, random);
      assertThat(groups.isLegal(near)).as("%s, %s", name, near).isEqualTo(fits(groups, near));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repairGivesLegalPlansAndLeavesThemAlone(boolean imported) {
    for (long seed = 0; seed < 300; seed++) {
      ChannelGroups groups = draw(seed, imported);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 8; i++) {
        assertRepairs(groups, wild(groups, random), "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg16",
        "resnet50",
        "seresnet50",
        "mobilenet",
        "mobilenetv2",
        "shufflenet",
        "shufflenetv2",
        "xception",
        "inceptionv3",
        "inceptionv4"
      })
  void repairGivesLegalPlansInTheZoo(String name) {
    ChannelGroups groups = ChannelGroups.of(Zoo.build(name, 100, new Shape(3, 32, 32)));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 50; i++) {
      assertRepairs(groups, wild(groups, random), name + ", seed 5");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void legalWidthsAreThoseThatPassTheCheck(boolean imported) {
    for (long seed = 0; seed < 60; seed++) {
      ChannelGroups groups = draw(seed, imported);
      WidthPlan plan = groups.random(new SplittableRandom(seed));
      for (ChannelGroup group : groups.groups()) {
        int[] listed = groups.legalWidths(group.id(), plan);
        for (int width = 1; width <= group.width(); width++) {
          assertThat(Arrays.binarySearch(listed, width) >= 0)
              .as("seed %d, %s at %d", seed, group, width)
              .isEqualTo(groups.isLegal(plan.with(group.id(), width)));
        }
      }
    }
  }

  /** A network of the zoo's layers, or of all. */
  private static ChannelGroups draw(long seed, boolean imported) {
    return ChannelGroups.of(imported ? RandomGraphs.draw(seed) : RandomNetworks.draw(seed));
  }

  private static void assertRepairs(ChannelGroups groups, WidthPlan plan, String what) {
    WidthPlan repaired = groups.repair(plan);
    assertThat(groups.explain(repaired)).as("%s, %s", what, plan).isEmpty();
    assertThat(groups.repair(repaired)).as("%s, %s", what, plan).isEqualTo(repaired);
    if (groups.isLegal(plan)) {
      assertThat(repaired).as("%s, %s", what, plan).isEqualTo(plan);
    }
  }

  private static boolean fits(ChannelGroups groups, WidthPlan plan) {
    return narrow(groups, plan)
        .map(narrow -> ChannelTrace.fits(groups.network(), narrow))
        .orElse(false);
  }

  /** The narrow network, if there is one at all. */
  private static Optional<Network> narrow(ChannelGroups groups, WidthPlan plan) {
    try {
      return Optional.of(Narrowing.rewrite(groups, plan));
    } catch (InvalidNetworkException e) {
      return Optional.empty();
    }
  }

  private static WidthPlan wild(ChannelGroups groups, SplittableRandom random) {
    return new WidthPlan(
        groups.groups().stream()
            .mapToInt(group -> random.nextInt((group.width() + 2) / 3, group.width() + 1))
            .toArray());
  }

  private static WidthPlan nudged(ChannelGroups groups, WidthPlan plan, SplittableRandom random) {
    int group = random.nextInt(groups.size());
    return plan.with(group, random.nextInt(1, groups.groups().get(group).width() + 1));
  }
}
