package dev.notch.timing.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.Device;
import dev.notch.profiler.NetworkChooser;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.ProfileFolder;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticDevice;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import dev.notch.timing.holdout.EvaluationRequest.TestSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A whole evaluation of a device that does not exist, on two small networks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluationTest {
  private static final List<Network> NETWORKS =
      List.of(
          Zoo.build("mobilenet", 10, new Shape(3, 16, 16)),
          Zoo.build("shufflenetv2", 10, new Shape(3, 16, 16)));
  private static final ProfileEffort EFFORT =
      new ProfileEffort(
          1, new ProfileEffort.Rounds(3, 3), 16, 0, 0, 1, ProfileEffort.named("quick").chains());
  private static final EvaluationRequest REQUEST =
      new EvaluationRequest(NETWORKS, 1, EFFORT, 1, new TestSet(2, 3, 2, 1));

  private final VirtualClock clock = new VirtualClock();
  private final SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.none());

  @TempDir private static Path folder;
  private ProfileFolder stores;
  private Profiler profiler;
  private MeasuredSets sets;
  private Evaluation evaluation;

  @BeforeAll
  void evaluate() {
    Timer timer = new Timer(clock, new ReferenceWorkload(), 3);
    Device device = new Device("test", 1, 1, "", 1, "none", "none");
    profiler =
        new Profiler(backend, timer, new MeasurementLock(folder), device, NetworkChooser.SEEDED);
    stores = new ProfileFolder(folder.resolve("stores"));
    // A profile that holds the full-width networks, too, as 'optimize profile' makes it.
    ProfileRequest all = new ProfileRequest(NETWORKS, true, 1, EFFORT, 1);
    profiler.profile(all, stores.measurements(), Progress.NONE);
    sets = MeasuredSets.measure(profiler, REQUEST, stores, Progress.NONE);
    Evaluation.Origin origin =
        new Evaluation.Origin("1", "optimize evaluate", "d", "a device", 1, "quick", 1, 2, 3);
    evaluation =
        new Evaluation(origin, List.of(RuntimeEvaluation.of(sets, 1, true, Progress.NONE)));
  }

  @Test
  void completeStoresAreUsedAsTheyAre() throws IOException {
    byte[] profile = Files.readAllBytes(sets.training());
    byte[] test = Files.readAllBytes(sets.test());
    assertThat(MeasuredSets.measure(profiler, REQUEST, stores, Progress.NONE)).isEqualTo(sets);
    assertThat(Files.readAllBytes(sets.training())).isEqualTo(profile);
    assertThat(Files.readAllBytes(sets.test())).isEqualTo(test);
  }

  @Test
  void saysWhatToDoIfNoTestNetworkCanBePriced() {
    Path training = folder.resolve("mobilenet.csv");
    profiler.profile(
        new ProfileRequest(NETWORKS.subList(0, 1), false, 1, EFFORT, 1), training, Progress.NONE);
    List<String> shuffled =
        Measurements.read(sets.test()).networks().stream()
            .filter(network -> network.name().equals("shufflenetv2"))
            .map(MeasuredNetwork::id)
            .toList();
    MeasuredSets unpriced = new MeasuredSets(training, sets.test(), shuffled, List.of());
    assertThatThrownBy(() -> RuntimeEvaluation.of(unpriced, 1, false, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("none of the 4 test networks can be priced")
        .hasMessageContaining("profile longer");
  }

  @Test
  void asksAboutEachFamilyAtFullWidthAndItsVariants() {
    RuntimeEvaluation runtime = evaluation.runtimes().get(0);
    assertThat(sets.networks()).hasSize(8);
    assertThat(sets.chains()).hasSize(2);
    assertThat(runtime.networks().families())
        .extracting(f -> f.name() + " " + f.errors().n())
        .containsExactly("mobilenet 4", "shufflenetv2 4");
    assertThat(runtime.networks().networks())
        .filteredOn(n -> n.network().fullWidth())
        .extracting(n -> n.network().family() + n.network().index())
        .containsExactly("mobilenet0", "shufflenetv20");
    assertThat(runtime.unlearned()).isEqualTo(2);
    assertThat(runtime.unasked()).isZero();
    assertThat(runtime.test().leastRounds()).isGreaterThanOrEqualTo(12);
    for (PricedNetwork n : runtime.networks().networks()) {
      double micros = SyntheticDevice.CALL_MICROS;
      for (var step : n.network().steps()) {
        micros += SyntheticDevice.micros(step);
      }
      assertThat(n.measuredMs()).isCloseTo(micros / 1000, within(1e-4));
    }
  }

  @Test
  void withoutNoiseHalvesAgree() {
    RuntimeEvaluation runtime = evaluation.runtimes().get(0);
    assertThat(runtime.networks().noiseFloor()).hasValueCloseTo(0.0, within(0.1));
    assertThat(runtime.layers())
        .allSatisfy(l -> assertThat(l.noiseFloor()).hasValueCloseTo(0.0, within(1.0)));
  }

  @Test
  void theCurveEndsWithTheWholeProfile() {
    RuntimeEvaluation runtime = evaluation.runtimes().get(0);
    List<LearningCurve.Point> curve = runtime.curve();
    assertThat(curve).extracting(LearningCurve.Point::profiled).containsExactly(2, 2, 4, 8, 16);
    assertThat(curve).extracting(LearningCurve.Point::samples).isSorted();
    LearningCurve.Point last = curve.get(4);
    assertThat(last.samples()).isEqualTo(runtime.cost().samples());
    assertThat(last.minutes()).isEqualTo(runtime.cost().minutes());
    assertThat(last.networks()).contains(runtime.networks().all());
    assertThat(runtime.cost().wholeTime()).isTrue();
  }

  @Test
  void aFamilyLeftOutIsPricedFromTheOthersOrCounted() {
    // Only ShuffleNetV2 shuffles and splits; MobileNet has no kind of its own.
    assertThat(evaluation.runtimes().get(0).leftOut())
        .extracting(out -> out.family() + " " + out.unpriced())
        .containsExactly("mobilenet 0", "shufflenetv2 4");
  }

  @Test
  void intervalsAreCountedByHand() {
    RuntimeEvaluation runtime = evaluation.runtimes().get(0);
    List<PricedNetwork> networks = runtime.networks().networks();
    long within =
        networks.stream()
            .filter(n -> n.interval().orElseThrow().low() <= n.measuredMs())
            .filter(n -> n.measuredMs() <= n.interval().orElseThrow().high())
            .count();
    Coverage coverage = runtime.coverage().orElseThrow();
    assertThat(coverage.nominal()).isEqualTo(90);
    assertThat(coverage.networks()).hasValueCloseTo(100.0 * within / 8, within(1e-9));
    assertThat(coverage.layers().orElseThrow()).isBetween(0.0, 100.0);
    assertThat(evaluation.figures().get("intervals").get("covered").asDouble())
        .isCloseTo(100.0 * within / 8, within(1e-4));
  }

  @Test
  void whatIsBeyondTheProfileIsCountedAndSaid() {
    RuntimeEvaluation runtime = evaluation.runtimes().get(0);
    Beyond beyond = runtime.beyond();
    // Random networks have layers that are larger than any of two small architectures.
    long layers = runtime.pricedLayers().stream().filter(layer -> !layer.seen()).count();
    assertThat(beyond.layers()).isEqualTo((int) layers).isPositive();
    assertThat(beyond.layerErrors().orElseThrow().n()).isEqualTo(beyond.layers());
    assertThat(beyond.networks())
        .isEqualTo(
            (int) runtime.networks().networks().stream().filter(n -> n.unseen() > 0).count());
    String note = beyond.note().orElseThrow();
    assertThat(note).contains(beyond.layers() + " of " + runtime.pricedLayers().size());
    assertThat(evaluation.text()).contains(note);
    assertThat(new Beyond(0, 9, Optional.empty(), 0, 2, Optional.empty()).note()).isEmpty();
  }

  @Test
  void baselinesLearnFromTheSameRows() {
    List<LayerErrors> priced =
        evaluation.runtimes().get(0).layers().stream()
            .filter(layers -> layers.errors().isPresent())
            .toList();
    assertThat(priced).extracting(LayerErrors::group).contains(LayerGroup.POINTWISE);
    for (LayerErrors layers : priced) {
      int n = layers.errors().get().n();
      assertThat(layers.baselines().byName()).hasSize(5);
      assertThat(layers.baselines().rows()).isPositive().isEqualTo(layers.baselines().of());
      assertThat(layers.baselines().byName().values()).allMatch(errors -> errors.n() == n);
      assertThat(layers.baselines().tree().orElseThrow().n()).isEqualTo(n);
    }
  }

  @Test
  void kindsThatWereNotProfiledAreCounted() {
    // Random networks have grouped convolutions, which neither of the two families has.
    assertThat(evaluation.runtimes().get(0).layers())
        .filteredOn(layers -> layers.group() == LayerGroup.GROUPED)
        .singleElement()
        .satisfies(
            layers -> {
              assertThat(layers.errors()).isEmpty();
              assertThat(layers.unpriced()).isPositive();
            });
  }

  @Test
  void printsExactlyTheFiguresThatProgramsKnow() {
    JsonNode figures = evaluation.figures();
    assertThat(names(figures))
        .containsExactly("device", "layers", "networks", "networks_all", "intervals", "cost");
    assertThat(names(figures.get("intervals"))).containsExactly("nominal", "covered");
    assertThat(names(figures.get("layers").get(0)))
        .containsExactly(
            "runtime",
            "kind",
            "n",
            "mape",
            "rmspe",
            "within5",
            "within10",
            "noise_floor",
            "baselines");
    assertThat(names(figures.get("layers").get(0).get("baselines")))
        .containsExactly(
            "regression tree", "random forest", "gradient boosting", "SVR", "line on MACs");
    assertThat(names(figures.get("networks").get(0)))
        .containsExactly(
            "runtime", "family", "n", "mape", "rmspe", "within5", "within10", "rank_correlation");
    assertThat(names(figures.get("networks_all").get(0)))
        .containsExactly("runtime", "n", "mape", "rmspe", "within5", "within10");
    assertThat(names(figures.get("cost").get(0))).containsExactly("runtime", "samples", "minutes");
    assertThat(figures.get("networks_all").get(0).get("n").asInt()).isEqualTo(8);
    assertThat(figures.get("device").asText()).isEqualTo("a device");
  }

  @Test
  void writesWhatItKnows() throws IOException {
    Path out = folder.resolve("results/evaluation");
    evaluation.write(out);
    JsonNode file = new ObjectMapper().readTree(read(out, "evaluation.json"));
    assertThat(file.get("format").asText()).isEqualTo("notch-evaluation");
    assertThat(file.get("networks")).isEqualTo(evaluation.figures().get("networks"));
    assertThat(file.get("origin").get("test_seed").asInt()).isEqualTo(2);
    assertThat(file.get("origin").get("threads").asInt()).isEqualTo(1);
    assertThat(file.at("/runtimes/0/threads").asInt()).isEqualTo(1);
    assertThat(file.get("runtimes").get(0).get("families_left_out")).hasSize(2);
    RuntimeEvaluation runtime = evaluation.runtimes().get(0);
    assertThat(read(out, "networks.csv").lines()).hasSize(1 + 8);
    assertThat(read(out, "layers.csv").lines()).hasSize(1 + runtime.pricedLayers().size());
    assertThat(read(out, "learning-curve.csv").lines()).hasSize(1 + 5);
    assertThat(read(out, "evaluation.txt"))
        .isEqualTo(evaluation.text())
        .contains("synthetic 1, 1 thread(s)", "2 full-width networks of the profile");
  }

  @Test
  void theSameStoresGiveTheSameFigures() {
    RuntimeEvaluation first = evaluation.runtimes().get(0);
    RuntimeEvaluation again = RuntimeEvaluation.of(sets, 1, false, Progress.NONE);
    assertThat(again.networks()).isEqualTo(first.networks());
    assertThat(again.pricedLayers()).isEqualTo(first.pricedLayers());
    assertThat(again.leftOut()).isEqualTo(first.leftOut());
    assertThat(again.curve()).isEqualTo(first.curve());
    assertThat(again.layers()).allMatch(layers -> layers.baselines().byName().isEmpty());
  }

  @Test
  void whatIsLearnedMustNotBeAsked() {
    TestSet same = new TestSet(1, 3, 0, 1);
    assertThatThrownBy(() -> new EvaluationRequest(NETWORKS, 1, EFFORT, 1, same))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("both are 1");
  }

  private static String read(Path out, String file) throws IOException {
    return Files.readString(out.resolve(file), StandardCharsets.UTF_8);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
