package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.profiler.OpKind;
import dev.notch.timing.NetworkTerm.Spill;
import dev.notch.timing.TrainingData.Total;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTermTest {

  @Test
  void weightsBeyondACacheCostTheirShare() {
    List<Spill> spills = List.of(new Spill(16, 0.01), new Spill(32, 0.1));
    NetworkTerm term = new NetworkTerm(Map.of(), 2, spills);
    assertThat(term.total(10, 8)).isCloseTo(12, within(1e-12));
    assertThat(term.total(10, 36)).isCloseTo(12 + 20 * 0.01 + 4 * 0.1, within(1e-12));
  }

  @Test
  void stepsTakeTheFactorOfTheirLeaf() {
    NetworkTerm term = new NetworkTerm(Map.of(OpKind.CONV2D, List.of(0.5, 1.25)), 0, List.of());
    assertThat(term.step(OpKind.CONV2D, 1, 4)).isEqualTo(5);
    assertThat(term.step(OpKind.LINEAR, 1, 4)).isEqualTo(4);
    assertThatThrownBy(() -> new NetworkTerm(Map.of(OpKind.CONV2D, List.of(0.0)), 0, List.of()))
        .hasMessageContaining("conv2d cannot take 0.0 times");
  }

  @Test
  void noCostIsNegative() {
    assertThatThrownBy(() -> new Spill(16, -0.01)).hasMessageContaining("cannot cost -0.01");
  }

  /** A device whose layers know nothing of each other, but whose networks outgrow a cache. */
  @Test
  void isFoundInTotals() {
    List<String> names = List.of("vgg16", "resnet50", "mobilenet", "seresnet50");
    TrainingData data = spilling(SyntheticProfile.of(names, 8, 3, 0));
    TimingModel model = Fitter.model(data, "onnxruntime", 1);
    NetworkLatency latency = new NetworkLatency(model);
    assertThat(model.network().spills()).isNotEmpty();
    for (Total total : spilling(SyntheticProfile.of(names, 4, 4, 0)).totals()) {
      assertThat(latency.milliseconds(total.steps()) / total.ms())
          .as("%s, seeds 3 and 4", total.id())
          .isBetween(0.9, 1.1);
    }
  }

  private static TrainingData spilling(TrainingData data) {
    List<Total> totals =
        data.totals().stream()
            .map(t -> new Total(t.name(), t.id(), t.steps(), t.ms() + spilled(t)))
            .toList();
    return new TrainingData(data.layers(), totals);
  }

  private static double spilled(Total total) {
    return 0.1 * Math.max(0, Features.weightsMb(total.steps()) - 16);
  }
}
