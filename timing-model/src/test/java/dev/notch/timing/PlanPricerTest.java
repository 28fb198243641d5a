package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPricerTest {
  /** The steps are added up in another order. */
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

  private static final List<String> NAMES =
      List.of(
          "mobilenetv2",
          "shufflenet",
          "shufflenetv2",
          "seresnet50",
          "inceptionv3",
          "vgg16",
          "xception");
  private static final TimingModel MODEL =
      Fitter.model(SyntheticProfile.of(NAMES, 3, 5, 0.05), "onnxruntime", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenetv2",
        "shufflenet",
        "shufflenetv2",
        "seresnet50",
        "inceptionv3",
        "vgg16",
        "xception"
      })
  void agreesWithThePriceOfTheNarrowedNetwork(String name) {
    ChannelGroups groups = ChannelGroups.of(Zoo.build(name, 10, new Shape(3, 32, 32)));
    PlanPricer pricer = new PlanPricer(MODEL, groups);
    NetworkLatency latency = new NetworkLatency(MODEL);
    for (long seed = 0; seed < 12; seed++) {
      WidthPlan plan = SyntheticProfile.plan(groups, new SplittableRandom(seed));
      double built = latency.milliseconds(Narrowing.narrow(groups.network(), groups, plan));
      assertThat(pricer.milliseconds(plan)).as("seed %d", seed).isCloseTo(built, ROUNDING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenet"})
  void agreesAtTheNarrowestWidths(String name) {
    ChannelGroups groups = ChannelGroups.of(Zoo.build(name, 10, new Shape(3, 32, 32)));
    int[] ones = new int[groups.size()];
    Arrays.fill(ones, 1);
    WidthPlan plan = groups.repair(new WidthPlan(ones));
    double built =
        new NetworkLatency(MODEL).milliseconds(Narrowing.narrow(groups.network(), groups, plan));
    assertThat(new PlanPricer(MODEL, groups).milliseconds(plan)).isCloseTo(built, ROUNDING);
  }
}
