package dev.notch.timing.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.NetworkSample;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.timing.holdout.EvaluationRequest.TestSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code optimize evaluate} asks about unless something else is said; nothing is measured. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestSetTest {
  private static final int ENOUGH = 150;
  private static final List<LayerGroup> MAIN =
      List.of(
          LayerGroup.CONVOLUTION,
          LayerGroup.DEPTHWISE,
          LayerGroup.POINTWISE,
          LayerGroup.GROUPED,
          LayerGroup.LINEAR,
          LayerGroup.POOLING,
          LayerGroup.ELEMENTWISE,
          LayerGroup.CONCATENATION,
          LayerGroup.SHUFFLE);

  private List<NetworkSample> profiled;
  private List<NetworkSample> asked;
  private EvaluationRequest request;

  @BeforeAll
  void draw() {
    List<Network> networks =
        Zoo.names().stream().map(name -> Zoo.build(name, 100, new Shape(3, 32, 32))).toList();
    TestSet test = new TestSet(2, TestSet.VARIANTS, TestSet.CHAINS, 480);
    request = new EvaluationRequest(networks, 1, ProfileEffort.named("standard"), 1, test);
    profiled = samples(request.training());
    asked = samples(request.tests());
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeId.class,
      names = {"ONNXRUNTIME", "PYTORCH"})
  void holdsEnoughLayersOfEveryMainKindThatTheProfileDoesNot(RuntimeId runtime) {
    Lowering lowering = Lowering.of(runtime);
    Set<LayerConfig> unseen = new HashSet<>();
    asked.forEach(s -> unseen.addAll(lowering.lower(s.network()).configs()));
    profiled.forEach(s -> unseen.removeAll(lowering.lower(s.network()).configs()));
    Map<LayerGroup, Integer> counts = new EnumMap<>(LayerGroup.class);
    unseen.forEach(config -> counts.merge(LayerGroup.of(config.kind()), 1, Integer::sum));

    assertThat(MAIN)
        .allSatisfy(
            group ->
                assertThat(counts.getOrDefault(group, 0))
                    .as("%s", group)
                    .isGreaterThanOrEqualTo(ENOUGH));
  }

  @Test
  void randomNetworksAreSmall() {
    double millions =
        asked.stream()
            .filter(s -> s.network().name().equals("chain"))
            .mapToDouble(s -> s.network().counts().macs() / 1e6)
            .average()
            .orElseThrow();
    assertThat(millions).isLessThan(100);
  }

  private static List<NetworkSample> samples(ProfileRequest request) {
    ConfigSampler sampler = new ConfigSampler(request.seed());
    List<NetworkSample> samples = new ArrayList<>();
    for (Network network : request.networks()) {
      if (request.fullWidth()) {
        samples.add(new NetworkSample(network, ""));
      }
      samples.addAll(sampler.variants(network, request.variantsEach()));
    }
    samples.addAll(sampler.chains(request.effort().chains(), request.effort().chainCount()));
    return samples;
  }
}
