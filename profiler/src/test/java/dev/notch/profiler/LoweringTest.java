package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoweringTest {

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void coversEveryNodeOnce(String name) {
    Network network = Zoo.build(name, 100, new Shape(3, 32, 32));
    for (RuntimeId runtime : RuntimeId.values()) {
      LoweredNetwork lowered = Lowering.of(runtime).lower(network);
      List<Integer> covered = new ArrayList<>(lowered.free());
      lowered.steps().stream()
          .filter(Step::computes)
          .forEach(step -> covered.addAll(step.nodeIds()));
      assertThat(covered)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, network.nodes().size()).boxed().toList());
      assertThat(lowered.free())
          .allMatch(
              id ->
                  network.node(id).layer() instanceof Input
                      || network.node(id).layer() instanceof Dropout);
    }
  }

  @Test
  void stepsCanBeExecutedInTheirOrder() {
    for (String name : Zoo.names()) {
      Network network = Zoo.build(name, 100, new Shape(3, 32, 32));
      LoweredNetwork lowered = Lowering.of(RuntimeId.ONNXRUNTIME).lower(network);
      List<Integer> done = new ArrayList<>(lowered.free());
      for (Step step : lowered.steps()) {
        done.addAll(step.nodeIds());
        assertThat(step.nodeIds())
            .allSatisfy(id -> assertThat(done).containsAll(network.node(id).inputs()));
      }
    }
  }

  @Test
  void eagerPyTorchFusesNothing() {
    Network network = residual(16);
    assertThat(Lowering.of(RuntimeId.PYTORCH).lower(network).configs())
        .extracting(LayerConfig::kind)
        .containsExactly(
            OpKind.CONV2D,
            OpKind.CONV2D,
            OpKind.BATCHNORM,
            OpKind.ADD,
            OpKind.ACTIVATION,
            OpKind.GLOBALPOOL);
  }

  @Test
  void onnxRuntimeFoldsAndFuses() {
    assertThat(Lowering.of(RuntimeId.ONNXRUNTIME).lower(residual(16)).configs())
        .extracting(LayerConfig::text)
        .containsExactly(
            "reorder_input in=16 out=16 k=1x1 s=1x1 p=0x0 g=1 h=8 w=8",
            "conv2d in=16 out=16 k=3x3 s=1x1 p=1x1 g=1 h=8 w=8",
            "conv2d in=16 out=16 k=3x3 s=1x1 p=1x1 g=1 h=8 w=8 fused=relu+add",
            "globalpool in=16 out=16 k=1x1 s=1x1 p=0x0 g=1 h=8 w=8",
            "reorder_output in=16 out=16 k=1x1 s=1x1 p=0x0 g=1 h=1 w=1");
  }

  @Test
  void aNodeThatIsDroppedOrCoveredTwiceIsNamed() {
    Network network = residual(16);
    Step conv = new Step(LayerConfig.of(network, network.node(1)), List.of(1, 2));
    assertThatThrownBy(() -> new LoweredNetwork(network, List.of(conv), Set.of(0, 3)))
        .hasMessageContaining("residual, layer add is dropped");
    assertThatThrownBy(
            () -> new LoweredNetwork(network, List.of(conv, conv), Set.of(0, 3, 4, 5, 6)))
        .hasMessageContaining("layer conv is covered twice");
  }

  private static Network residual(int channels) {
    NetworkBuilder b = new NetworkBuilder(new Shape(channels, 8, 8));
    int stem = b.conv(b.input(), channels, Window.same(3, 3), 1, true);
    int bn = b.batchNorm(b.conv(stem, channels, Window.same(3, 3), 1, false));
    b.globalPool(b.relu(b.addition(bn, stem)));
    return b.build("residual");
  }
}
