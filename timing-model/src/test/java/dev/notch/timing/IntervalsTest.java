package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.LayerConfig;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.TrainingData.Layer;
import dev.notch.timing.TrainingData.Total;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private static final List<String> NAMES = List.of("mobilenetv2", "shufflenetv2", "resnet50");

  @Test
  void spreadIsTheRatioThatNineOfTenStayWithin() {
    double[] ratios = {1, 1.01, 1 / 1.02, 1.03, 1 / 1.04, 1.05, 1 / 1.06, 1.07, 1 / 1.08, 1.09};
    assertThat(Intervals.spread(0.5, ratios)).isCloseTo(1.05, within(1e-12));
    assertThat(Intervals.spread(0.9, ratios)).isCloseTo(1.09, within(1e-12));
    assertThat(Intervals.spread(0.9, new double[] {0.5})).isEqualTo(2);
  }

  @Test
  void holdNineOfTenThatTheModelHasNotSeen() {
    TimingModel model = fitted(SyntheticProfile.of(NAMES, 8, 1, 0.05));
    TrainingData fresh = SyntheticProfile.of(NAMES, 8, 2, 0.05);
    List<Layer> layers = fresh.layers();
    long held =
        layers.stream()
            .filter(l -> model.explain(l.config()).interval().orElseThrow().holds(l.ms()))
            .count();
    assertThat(100.0 * held / layers.size()).as("layers, seeds 1 and 2").isBetween(84.0, 96.0);
    NetworkLatency latency = new NetworkLatency(model);
    assertThat(fresh.totals()).filteredOn(t -> holds(latency, t)).hasSizeGreaterThan(18);
  }

  @Test
  void aKindThatOnlyOneNetworkHoldsHasNone() {
    TrainingData common = SyntheticProfile.of(List.of("vgg16"), 10, 1, 0.05);
    TrainingData single = SyntheticProfile.of(List.of("shufflenetv2"), 1, 1, 0.05);
    TimingModel model =
        fitted(
            new TrainingData(
                Stream.concat(common.layers().stream(), single.layers().stream()).toList(),
                Stream.concat(common.totals().stream(), single.totals().stream()).toList()));
    LayerConfig depthwise = LayerConfig.parse("depthwise in=64 k=3 h=16");
    assertThat(model.explain(depthwise).interval()).isEmpty();
    LayerConfig convolution = LayerConfig.parse("conv2d in=64 out=64 k=3 h=16");
    assertThat(model.explain(convolution).interval()).isPresent();
  }

  @Test
  void aModelOfFewNetworksHasNone() {
    assertThat(fitted(SyntheticProfile.of(NAMES, 2, 1, 0.05)).intervals()).isEmpty();
  }

  @Test
  void survivesARoundTrip() {
    TimingModel model = fitted(SyntheticProfile.of(NAMES, 4, 1, 0.05));
    assertThat(ModelJson.parse(ModelJson.toJson(model).toString()).intervals())
        .isPresent()
        .isEqualTo(model.intervals());
  }

  private static boolean holds(NetworkLatency latency, Total total) {
    Optional<Interval> interval = latency.interval(latency.milliseconds(total.steps()));
    return interval.orElseThrow().holds(total.ms());
  }

  private static TimingModel fitted(TrainingData data) {
    TimingModel model = Fitter.model(data, "onnxruntime", 1);
    return model.withIntervals(
        Calibration.of(
            model, data, part -> Fitter.model(part, "onnxruntime", 1), 0, Progress.NONE));
  }
}
