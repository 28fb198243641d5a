package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WidthLoweringTest {
  private static final List<String> NAMES =
      List.of("mobilenetv2", "resnet50", "seresnet50", "shufflenet", "shufflenetv2", "xception");

  /** A step as both sides can say it. */
  private record Said(int nodeId, OpKind reorder, Fusion fused) {

    static Said of(Step step) {
      OpKind kind = step.config().kind();
      return new Said(step.nodeId(), kind.reorder() ? kind : null, step.config().fused());
    }
  }

  private record Listener(List<Said> found) implements WidthLowering.Consumer {
    @Override
    public void step(int nodeId, Fusion fused) {
      found.add(new Said(nodeId, null, fused));
    }

    @Override
    public void reorder(int nodeId, OpKind kind) {
      found.add(new Said(nodeId, kind, Fusion.NONE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheStepsOfTheNarrowedNetwork(RuntimeId runtime) {
    List<Network> networks = new ArrayList<>(ImportedNetworks.all(32));
    NAMES.forEach(name -> networks.add(Zoo.build(name, 10, new Shape(3, 32, 32))));
    for (Network network : networks) {
      String name = network.name();
      ChannelGroups groups = ChannelGroups.of(network);
      WidthLowering lowering = WidthLowering.of(runtime, groups.network());
      int[] nodes = IntStream.range(0, groups.network().nodes().size()).toArray();
      for (long seed = 0; seed < 8; seed++) {
        WidthPlan plan = plan(groups, new SplittableRandom(seed));
        Network narrowed = Narrowing.narrow(groups.network(), groups, plan);
        List<Said> expected =
            Lowering.of(runtime).lower(narrowed).steps().stream().map(Said::of).toList();
        List<Said> found = new ArrayList<>();
        lowering.change(id -> groups.channels(id, plan), nodes);
        lowering.steps(new Listener(found));
        assertThat(found)
            .as("%s, seed %d", name, seed)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  /** Some widths in sixteens, some in fours, some ragged: each fuses differently. */
  private static WidthPlan plan(ChannelGroups groups, SplittableRandom random) {
    int[] widths = groups.random(random).toArray();
    int[] steps = {1, 4, 16};
    Arrays.setAll(
        widths,
        g -> {
          int step = steps[random.nextInt(steps.length)];
          return Math.min(groups.groups().get(g).width(), Math.max(step, widths[g] / step * step));
        });
    return groups.repair(new WidthPlan(widths));
  }
}
