package dev.notch.compressor.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCostsTest {

  @ParameterizedTest
  @MethodSource("dev.notch.models.zoo.Zoo#names")
  void countsWhatTheNarrowedNetworkHas(String name) {
    assertCounts(Zoo.build(name, 10, new Shape(3, 32, 32)));
  }

  @Test
  void countsLayersFromElsewhere() {
    assertCounts(imported());
  }

  /** Layers with weights that the ten networks do not have. */
  private static Network imported() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 8, 8));
    int x = b.conv(b.input(), 12, Window.square(3, 2, 1), 1, true);
    x = b.add("prelu", new PRelu(12), x);
    x = b.add("grouped", transposed(12, 8, 2), x);
    x = b.add("scale", new Scale(8, true), x);
    x = b.add("unshifted", new Scale(8, false), x);
    x = b.add("following", transposed(8, 16, 8), x);
    int map = b.shape(x).area();
    x =
        b.concat(
            x, b.add("zeros", new Constant(List.of(7, b.shape(x).height(), b.shape(x).width()))));
    x = b.conv(x, 6, Window.same(1, 1), 1, false);
    int constant = b.add("constant", new Constant(List.of(map, 5)));
    List<Integer> rows = List.of(6, map);
    x = b.add("product", new MatMul(rows, List.of(map, 5)), x, constant);
    x = b.add("norm", new LayerNorm(List.of(6, 5), 1, 1e-5), x);
    x = b.add("wide", new Dense(List.of(2, 3, 5), 9, true), x);
    x = b.add("wider", new Dense(List.of(6, 9), 11, false), b.relu(x));
    b.add("back", new Dense(List.of(6, 11), 4, true), x);
    return b.build("imported");
  }

  private static TransposedConvolution transposed(int in, int out, int groups) {
    return new TransposedConvolution(in, out, Window.square(3, 2, 1), 1, 1, groups, true);
  }

  private static void assertCounts(Network network) {
    String name = network.name();
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
