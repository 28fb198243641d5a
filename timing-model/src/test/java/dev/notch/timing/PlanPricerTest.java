package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.graph.Window;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.RuntimeId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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

  @ParameterizedTest
  @EnumSource
  void agreesOnLayersFromElsewhere(RuntimeId runtime) {
    Network network = imported();
    ChannelGroups groups = ChannelGroups.of(network);
    TrainingData data = SyntheticProfile.ofNetworks(runtime, List.of(network), 12, 5, 0.05);
    TimingModel model = Fitter.model(data, runtime.label(), 1);
    PlanPricer pricer = new PlanPricer(model, groups);
    for (long seed = 0; seed < 30; seed++) {
      WidthPlan plan = SyntheticProfile.plan(groups, new SplittableRandom(seed));
      double built =
          new NetworkLatency(model).milliseconds(Narrowing.narrow(network, groups, plan));
      assertThat(pricer.milliseconds(plan)).as("seed %d", seed).isCloseTo(built, ROUNDING);
    }
  }

  /** Up and down, with what only networks from elsewhere have. */
  private static Network imported() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 16, 16));
    Window wide = Window.same(3, 3);
    int stem = b.conv(b.input(), 32, wide, 1, true);
    int x = b.concat(stem, b.add("zeros", new Constant(List.of(16, 16, 16))));
    x = freely(b, b.addition(x, b.conv(x, 48, wide, 1, true)));
    x = b.add("prelu", new PRelu(32), b.conv(x, 32, wide, 1, true));
    x = b.activation(b.addition(x, b.conv(x, 32, wide, 1, true)), Function.RELU6);
    x = b.conv(x, 48, new Window(3, 3, 2, 2, 0, 0, 1, 1, 1, 1), 1, true);
    x = b.relu(b.batchNorm(b.concat(x, b.conv(x, 32, wide, 1, true))));
    x = b.activation(b.conv(x, 64, wide, 1, true), Function.SILU);
    int up = b.add("up", twice(), x);
    int other = b.add("deconv", transposed(64, 32), x);
    x = b.concat(up, b.add("scale", new Scale(32, true), other), stem);
    x = b.conv(b.add("range", new ChannelRange(0, 96), x), 32, wide, 1, true);
    x = b.add("softmax", new Softmax(), b.conv(x, 6, wide, 1, true));
    return b.build("imported", List.of(x, other));
  }

  /** Layers of any rank that channels pass through. */
  private static int freely(NetworkBuilder b, int x) {
    List<Integer> map = List.of(48, 16, 16);
    List<Integer> rows = List.of(48, 256);
    List<Integer> ones = List.of(48, 16, 1);
    int mean = b.add("mean", new Reduce(Reduce.Kind.MEAN, map, List.of(2), true), x);
    int less = b.add("less", new Binary(Binary.Op.SUB, ones, map), mean, x);
    int flat = b.add("flat", new Reshape(rows), less);
    int soft = b.add("freely", new FreeSoftmax(rows, 1), flat);
    int some = b.add("some", new FreeSlice(rows, 1, 0, 64, 1), soft);
    int more = b.add("more", new FreeConcat(List.of(rows, List.of(48, 64)), 1), soft, some);
    int turned = b.add("turned", new Permute(List.of(48, 5, 64), List.of(0, 2, 1)), more);
    int first = b.add("first", new FreeSlice(List.of(48, 320), 1, 0, 256, 1), turned);
    return tokens(b, b.add("back", new Reshape(map), first));
  }

  /** A feed-forward block for every pixel: its hidden channels are last. */
  private static int tokens(NetworkBuilder b, int x) {
    List<Integer> map = List.of(48, 16, 16);
    int last = b.add("last", new Permute(map, List.of(1, 2, 0)), x);
    int wide = b.add("wide", new Dense(List.of(256, 48), 96, true), last);
    int other = b.add("other", new Dense(List.of(16, 16, 48), 96, false), last);
    int hidden = b.activation(b.add("view", new Reshape(List.of(16, 16, 96)), wide), Function.GELU);
    hidden = b.add("gated", new Multiply(), b.add("more", new Add(), hidden, other), other);
    int narrow = b.add("narrow", new Dense(List.of(16, 16, 96), 48, true), hidden);
    return b.add("first", new Permute(List.of(16, 16, 48), List.of(2, 0, 1)), narrow);
  }

  private static Layer twice() {
    return new Resize(Resize.Mode.NEAREST, 16, 16, Coordinates.ASYMMETRIC, Rounding.FLOOR);
  }

  private static Layer transposed(int in, int out) {
    return new TransposedConvolution(in, out, Window.square(2, 2, 0), 0, 0, 2, true);
  }

  private static ChannelGroups groups(String name) {
    return ChannelGroups.of(Zoo.build(name, 10, new Shape(3, 32, 32)));
  }

  private static double built(RuntimeId runtime, ChannelGroups groups, WidthPlan plan) {
    return new NetworkLatency(MODELS.get(runtime))
        .milliseconds(Narrowing.narrow(groups.network(), groups, plan));
  }
}
