package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Initializer;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.onnx.OnnxBackend;
import dev.notch.profiler.sample.ChainRanges;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.ProfileEffort;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tracing compares the steps that the fusion rules give with what ONNX Runtime's optimiser did, and
 * fails if a step is not exactly one of its nodes.
 */
class OnnxBackendTest extends BackendContract {
  /**
   * What the runtime spells out in nodes that the rules do not foresee, partly in blocks, or leaves
   * out: tracing charges it to the layers around.
   */
  private static final List<String> BEYOND_THE_RULES =
      List.of("conv GELU_TANH", "add GELU_TANH", "norm GELU_TANH", "bias", "view", "attention");

  private final Backend backend = new OnnxBackend();

  @Override
  protected Backend backend() {
    return backend;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet", "mobilenetv2", "shufflenet", "shufflenetv2"})
  void fusionRulesHoldAtFullWidth(String name) {
    trace(Zoo.build(name, 100, new Shape(3, 32, 32)));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {"vgg16", "resnet50", "seresnet50", "xception", "inceptionv3", "inceptionv4"})
  void fusionRulesHoldAtFullWidthOfLargeNetworks(String name) {
    trace(Zoo.build(name, 100, new Shape(3, 32, 32)));
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
  void fusionRulesHoldAtRandomWidths(String name) {
    Network full = Zoo.build(name, 100, new Shape(3, 32, 32));
    for (int multiple : new int[] {1, 8, 16}) {
      trace(narrowed(full, multiple));
    }
  }

  @Test
  void fusionRulesHoldInRandomNetworks() {
    ChainRanges ranges = ProfileEffort.named("standard").chains();
    new ConfigSampler(5).chains(ranges, 12).forEach(sample -> trace(sample.network()));
  }

  static Stream<Network> imported() {
    return IntStream.of(32, 18).boxed().flatMap(c -> ImportedNetworks.all(c).stream());
  }

  @ParameterizedTest
  @MethodSource("imported")
  void fusionRulesHoldForLayersFromElsewhere(Network network) {
    assumeThat(network.name()).isNotIn(BEYOND_THE_RULES);
    trace(network);
  }

  @Test
  void tracingChargesWhatTheRulesDoNotForeseeToTheLayersAround() {
    for (Network network : ImportedNetworks.all(32)) {
      if (BEYOND_THE_RULES.contains(network.name())) {
        try (Session session =
            OnnxBackend.lenient().open(network, Initializer.scattered(network, 1), 1)) {
          int[] events = session.trace(0, 1).events();
          assertThat(IntStream.of(events).filter(count -> count == 0).count())
              .as(network.name())
              .isLessThanOrEqualTo(network.name().equals("attention") ? 1 : 0);
        }
      }
    }
  }

  @Test
  void aLayerAlonePaysForLeavingItsLayoutInAStepOfItsOwn() {
    Network network = Networks.chain(1, 32, 16);
    try (Session session = backend.open(network, Initializer.initialize(network, 1), 1)) {
      Trace trace = session.trace(0, 1);
      assertThat(session.lowered().configs())
          .extracting(LayerConfig::kind)
          .filteredOn(OpKind::reorder)
          .isNotEmpty();
      assertThat(trace.steps()).isEqualTo(session.lowered().steps().size());
      assertThat(trace.events()).doesNotContain(0);
    }
  }

  private void trace(Network network) {
    try (Session session = backend.open(network, Initializer.initialize(network, 1), 1)) {
      Trace trace = session.trace(0, 1);
      assertThat(trace.micros()[0]).as(network.name()).doesNotContain(0);
    }
  }

  /** About an eighth of the channels, at multiples. */
  private static Network narrowed(Network full, int multiple) {
    ChannelGroups groups = ChannelGroups.of(full);
    SplittableRandom random = new SplittableRandom(multiple);
    int[] widths = groups.full().toArray();
    for (int i = 0; i < widths.length; i++) {
      int drawn = random.nextInt(1, Math.max(2, widths[i] / 4));
      widths[i] = Math.min(widths[i], Math.max(multiple, drawn / multiple * multiple));
    }
    return Narrowing.narrow(full, groups, groups.repair(new WidthPlan(widths)));
  }
}
