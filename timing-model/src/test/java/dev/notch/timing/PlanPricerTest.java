package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.RuntimeId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPricerTest {
  /** The steps are added up in another order. */
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

  private static final Map<RuntimeId, TimingModel> MODELS = new EnumMap<>(RuntimeId.class);

  static {
    for (RuntimeId runtime : RuntimeId.values()) {
      TrainingData data = SyntheticProfile.of(runtime, Zoo.names(), 3, 5, 0.05);
      MODELS.put(runtime, Fitter.model(data, runtime.label(), 1));
    }
  }

  static Stream<Arguments> everyNetworkOnEveryRuntime() {
    return Arrays.stream(RuntimeId.values())
        .flatMap(runtime -> Zoo.names().stream().map(name -> Arguments.of(runtime, name)));
  }

  @ParameterizedTest
  @MethodSource("everyNetworkOnEveryRuntime")
  void agreesWithThePriceOfTheNarrowedNetwork(RuntimeId runtime, String name) {
    ChannelGroups groups = groups(name);
    PlanPricer pricer = new PlanPricer(MODELS.get(runtime), groups);
    for (long seed = 0; seed < 6; seed++) {
      WidthPlan plan = SyntheticProfile.plan(groups, new SplittableRandom(seed));
      assertThat(pricer.milliseconds(plan))
          .as("seed %d", seed)
          .isCloseTo(built(runtime, groups, plan), ROUNDING);
    }
  }

  @ParameterizedTest
  @MethodSource("everyNetworkOnEveryRuntime")
  void changingOneGroupAfterAnotherIsPricedAsFromScratch(RuntimeId runtime, String name) {
    ChannelGroups groups = groups(name);
    TimingModel model = MODELS.get(runtime);
    PlanPricer pricer = new PlanPricer(model, groups);
    SplittableRandom random = new SplittableRandom(11);
    WidthPlan plan = SyntheticProfile.plan(groups, random);
    for (int change = 0; change < 40; change++) {
      plan = SyntheticProfile.changed(groups, plan, random);
      double price = pricer.milliseconds(plan);
      assertThat(price)
          .as("change %d to %s", change, plan)
          .isEqualTo(new PlanPricer(model, groups).milliseconds(plan));
      if (change % 10 == 0) {
        assertThat(price).isCloseTo(built(runtime, groups, plan), ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenet"})
  void agreesAtTheNarrowestWidths(String name) {
    ChannelGroups groups = groups(name);
    int[] ones = new int[groups.size()];
    Arrays.fill(ones, 1);
    WidthPlan plan = groups.repair(new WidthPlan(ones));
    RuntimeId runtime = RuntimeId.ONNXRUNTIME;
    assertThat(new PlanPricer(MODELS.get(runtime), groups).milliseconds(plan))
        .isCloseTo(built(runtime, groups, plan), ROUNDING);
  }

  private static ChannelGroups groups(String name) {
    return ChannelGroups.of(Zoo.build(name, 10, new Shape(3, 32, 32)));
  }

  private static double built(RuntimeId runtime, ChannelGroups groups, WidthPlan plan) {
    return new NetworkLatency(MODELS.get(runtime))
        .milliseconds(Narrowing.narrow(groups.network(), groups, plan));
  }
}
