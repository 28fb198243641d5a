package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.TrainingData.Total;
import dev.notch.timing.evaluation.Baselines;
import dev.notch.timing.evaluation.CrossValidation;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimingModelTest {
  private static final List<String> TWO = List.of("mobilenetv2", "shufflenetv2");

  @Test
  void predictsNetworksItHasNotSeen() {
    TimingModel model = Fitter.model(SyntheticProfile.of(TWO, 12, 1, 0.1), "onnxruntime", 1);
    assertThat(networkError(model, SyntheticProfile.of(TWO, 8, 99, 0)).mape()).isLessThan(4);
  }

  @Test
  void networkTotalsCorrectLayersThatAreMeasuredTooSlow() {
    TrainingData fair = SyntheticProfile.of(TWO, 12, 1, 0.05);
    TrainingData biased =
        new TrainingData(
            fair.layers().stream()
                .map(l -> new TrainingData.Layer(l.config(), 1.15 * l.ms(), l.network()))
                .toList(),
            fair.totals());
    TrainingData test = SyntheticProfile.of(TWO, 8, 99, 0);
    TrainingData layersOnly = new TrainingData(biased.layers(), List.of());
    double before = networkError(Fitter.model(layersOnly, "onnxruntime", 1), test).mape();
    double after = networkError(Fitter.model(biased, "onnxruntime", 1), test).mape();
    assertThat(before).isGreaterThan(10);
    assertThat(after).isLessThan(before / 2);
  }

  @Test
  void networkTotalsLeaveLayersAsTheyWereMeasured() {
    TrainingData data = SyntheticProfile.of(TWO, 12, 1, 0.05);
    TrainingData slower =
        new TrainingData(
            data.layers(),
            data.totals().stream()
                .map(t -> new Total(t.name(), t.id(), t.steps(), 1.3 * t.ms()))
                .toList());
    TimingModel model = Fitter.model(slower, "onnxruntime", 1);
    TimingModel layersOnly =
        Fitter.model(new TrainingData(data.layers(), List.of()), "onnxruntime", 1);
    assertThat(model.trees()).isEqualTo(layersOnly.trees());
    TrainingData.Layer layer = data.layers().get(0);
    assertThat(model.inNetwork(layer.config())).isGreaterThan(1.1 * model.predict(layer.config()));
  }

  @Test
  void noLeafIsFreeHoweverQuickItsLayersWere() {
    TrainingData data = SyntheticProfile.of(TWO, 12, 1, 0.05);
    TrainingData free =
        new TrainingData(
            data.layers().stream()
                .map(
                    l ->
                        l.config().kind() == OpKind.SHUFFLE
                            ? new TrainingData.Layer(l.config(), 0, l.network())
                            : l)
                .toList(),
            data.totals());
    TimingModel model = Fitter.model(free, "onnxruntime", 1);
    assertThat(model.trees()).containsKey(OpKind.SHUFFLE);
    model
        .trees()
        .forEach(
            (kind, tree) ->
                assertThat(tree.leaves())
                    .as(kind.label())
                    .allSatisfy(leaf -> assertThat(leaf.equation().terms()).isPositive()));
    assertThat(model.inNetwork(LayerConfig.parse("shuffle in=58 g=2 h=4"))).isPositive();
  }

  @Test
  void theOrderOfTheDataDoesNotMatterToTheTrees() {
    TrainingData data = SyntheticProfile.of(List.of("mobilenet"), 4, 1, 0.1);
    List<TrainingData.Layer> shuffled = new ArrayList<>(data.layers());
    Collections.shuffle(shuffled, new Random(3));
    TrainingData other = new TrainingData(shuffled, data.totals());
    assertThat(Fitter.model(other, "onnxruntime", 1))
        .isEqualTo(Fitter.model(data, "onnxruntime", 1));
  }

  @Test
  void aKindWithoutMeasurementsIsAnError() {
    TimingModel model =
        Fitter.model(SyntheticProfile.of(List.of("mobilenet"), 6, 1, 0), "onnxruntime", 1);
    assertThatThrownBy(() -> model.predict(LayerConfig.parse("shuffle in=8 h=4")))
        .isInstanceOf(UnprofiledLayerException.class)
        .hasMessageContaining("shuffle in=8")
        .hasMessageContaining("optimize profile");
    NetworkLatency latency = new NetworkLatency(model);
    assertThatThrownBy(() -> latency.estimate(Zoo.build("shufflenet", 10, new Shape(3, 32, 32))))
        .isInstanceOf(UnprofiledLayerException.class)
        .hasMessageContaining("of shufflenet")
        .hasMessageContaining("--model shufflenet");
  }

  @Test
  void sizesThatWereNotSeenAreFlagged() {
    TimingModel model =
        Fitter.model(SyntheticProfile.of(List.of("mobilenet"), 6, 1, 0), "onnxruntime", 1);
    assertThat(model.explain(LayerConfig.parse("pointwise in=64 out=64 h=16")).seen()).isTrue();
    assertThat(model.explain(LayerConfig.parse("pointwise in=64 out=64 h=200")).seen()).isFalse();
  }

  @Test
  void anEstimateAddsUp() {
    TimingModel model = Fitter.model(SyntheticProfile.of(TWO, 8, 1, 0.05), "onnxruntime", 1);
    NetworkLatency latency = new NetworkLatency(model);
    var network = Zoo.build("mobilenetv2", 10, new Shape(3, 32, 32));
    NetworkLatency.Estimate estimate = latency.estimate(network);
    double sum = estimate.steps().stream().mapToDouble(NetworkLatency.StepEstimate::ms).sum();
    assertThat(estimate.sumMs()).isCloseTo(sum, within(1e-12));
    double inNetwork =
        estimate.steps().stream().mapToDouble(s -> model.inNetwork(s.step().config())).sum();
    double weights = network.counts().parameters() * 4 / 1e6;
    NetworkTerm term = model.network();
    assertThat(estimate.totalMs())
        .isCloseTo(term.total(inNetwork, weights), within(0.02 * sum))
        .isGreaterThanOrEqualTo(inNetwork + term.perRunMs());
    assertThat(latency.milliseconds(network)).isEqualTo(estimate.totalMs());
  }

  @Test
  void theTreeBeatsTheBaselinesOnAStaircase() {
    TrainingData data = SyntheticProfile.of(List.of("mobilenet"), 8, 1, 0.05);
    CrossValidation validation = new CrossValidation(4, 7);
    var reports = validation.layers(data, Baselines.all(), Progress.NONE);
    var pointwise = reports.stream().filter(r -> r.name().equals("pointwise")).findFirst();
    CrossValidation.KindReport report = pointwise.orElseThrow();
    assertThat(report.baselines()).hasSize(5);
    report
        .baselines()
        .forEach((name, e) -> assertThat(e.mape()).as(name).isGreaterThan(report.tree().mape()));
    assertThat(validation.layers(data, Baselines.all(), Progress.NONE)).isEqualTo(reports);
  }

  @Test
  void networksAreHeldOutOnceEach() {
    TrainingData data = SyntheticProfile.of(List.of("mobilenet"), 12, 1, 0.05);
    var held = new CrossValidation(4, 7).networks(data, "onnxruntime", Progress.NONE);
    assertThat(held.stream().mapToDouble(CrossValidation.Held::measuredMs).sorted().toArray())
        .isEqualTo(data.totals().stream().mapToDouble(Total::ms).sorted().toArray());
  }

  private static ErrorStats networkError(TimingModel model, TrainingData test) {
    NetworkLatency latency = new NetworkLatency(model);
    return ErrorStats.of(
        test.totals().stream().mapToDouble(t -> latency.milliseconds(t.steps())).toArray(),
        test.totals().stream().mapToDouble(Total::ms).toArray());
  }
}
