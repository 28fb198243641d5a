package dev.notch.timing.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Shape;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurement;
import dev.notch.profiler.store.Measurement.Visit;
import dev.notch.profiler.store.MeasurementStore;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.Origin;
import dev.notch.profiler.store.StoreHeader;
import dev.notch.timing.TrainingData;
import dev.notch.timing.evaluation.ErrorStats;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two small stores whose times are written by hand, in microseconds. */
class TestDataTest {
  private static final LayerConfig KNOWN = LayerConfig.parse("pointwise in=8 out=8 h=4");
  private static final LayerConfig ONLY_FULL = LayerConfig.parse("pointwise in=16 out=16 h=4");
  private static final LayerConfig NEW = LayerConfig.parse("pointwise in=9 out=9 h=4");

  private static final MeasuredNetwork FULL = network("", KNOWN, ONLY_FULL);
  private static final MeasuredNetwork LEARNED = network("8", KNOWN, KNOWN);
  private static final MeasuredNetwork NINE = network("9", KNOWN, NEW);
  private static final MeasuredNetwork NINES = network("9 9", NEW, NEW);

  @TempDir private Path folder;
  private Path profile;
  private Path test;

  @BeforeEach
  void name() {
    profile = folder.resolve("profile.csv");
    test = folder.resolve("test.csv");
  }

  @Test
  void nothingIsBothLearnedAndAsked() {
    write(profile, FULL, new double[][] {{10, 40}});
    write(profile, LEARNED, new double[][] {{10, 12}});
    for (MeasuredNetwork network : List.of(FULL, LEARNED, NINE)) {
      write(test, network, new double[][] {{10, 20}, {10, 20}});
    }
    TestData data = data(FULL, LEARNED, NINE);
    assertThat(data.training().totals())
        .extracting(TrainingData.Total::id)
        .containsExactly(LEARNED.id());
    assertThat(data.training().layers()).extracting(TrainingData.Layer::config).containsOnly(KNOWN);
    assertThat(data.networks()).extracting(TestNetwork::plan).containsExactly("", "9");
    assertThat(data.networks()).extracting(TestNetwork::index).containsExactly(0, 2);
    assertThat(data.networks()).extracting(TestNetwork::known).containsExactly(0.5, 0.5);
    assertThat(data.layers())
        .extracting(TestLayer::config)
        .containsExactlyInAnyOrder(ONLY_FULL, NEW);
    assertThat(data.unlearned()).isEqualTo(1);
    assertThat(data.unasked()).isEqualTo(1);
  }

  @Test
  void aConfigurationCountsOnceWithTheMeanOfItsPlaces() {
    write(profile, LEARNED, new double[][] {{10, 12}});
    write(test, NINE, new double[][] {{10, 20}, {10, 22}});
    write(test, NINES, new double[][] {{30, 32}, {30, 32}});
    TestData data = data(NINE, NINES);
    assertThat(data.layers()).hasSize(1);
    // Quiet runs: 20, 30 and 32 microseconds; the first halves say 20, 30, 32, the second ones 22,
    // 30, 32.
    Repeated time = data.layers().get(0).time();
    assertThat(time.ms()).isCloseTo(0.082 / 3, within(1e-12));
    assertThat(time.noise().orElseThrow()).isCloseTo(100 * 2 / 83.0, within(1e-9));
    // The network took 30, then 32 microseconds: as the halves have it.
    assertThat(data.networks().get(0).time().noise().orElseThrow())
        .isCloseTo(100 * 2 / 31.0, within(1e-9));
    assertThat(Repeated.noiseFloor(data.networks().stream().map(TestNetwork::time).toList()))
        .hasValueCloseTo(100 * 2 / 31.0 / 2, within(1e-9));
  }

  @Test
  void layersOfChainsAreAskedButNotTheChains() {
    write(profile, LEARNED, new double[][] {{10, 12}});
    write(test, NINE, new double[][] {{10, 20}});
    write(test, FULL, new double[][] {{10, 40}});
    MeasuredSets sets = new MeasuredSets(profile, test, List.of(NINE.id()), List.of(FULL.id()));
    TestData data = TestData.of(Measurements.read(profile), Measurements.read(test), sets);
    assertThat(data.networks()).extracting(TestNetwork::plan).containsExactly("9");
    assertThat(data.layers())
        .extracting(TestLayer::config)
        .containsExactlyInAnyOrder(NEW, ONLY_FULL);
  }

  @Test
  void oneVisitSaysNothingAboutNoise() {
    write(profile, LEARNED, new double[][] {{10, 12}});
    write(test, NINE, new double[][] {{10, 20}});
    assertThat(data(NINE).networks().get(0).time().noise()).isEmpty();
  }

  @Test
  void aNetworkThatWasNotMeasuredIsNamed() {
    write(profile, LEARNED, new double[][] {{10, 12}});
    write(test, NINE, new double[][] {{10, 20}});
    assertThatThrownBy(() -> data(NINE, NINES))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(NINES.id());
  }

  @Test
  void errorsAreRelativeToWhatWasMeasured() {
    List<PricedNetwork> networks = List.of(priced(1.04, 1), priced(1.6, 2), priced(3, 3));
    ErrorStats errors = PricedNetwork.errors(networks);
    assertThat(errors.mape()).isCloseTo((4 + 20 + 0) / 3.0, within(1e-9));
    assertThat(errors.rmspe()).isCloseTo(Math.sqrt((16 + 400) / 3.0), within(1e-9));
    assertThat(errors.within5()).isCloseTo(200 / 3.0, within(1e-9));
    assertThat(errors.within10()).isCloseTo(200 / 3.0, within(1e-9));
    assertThat(networks.get(1).error()).isCloseTo(-20, within(1e-9));
    NetworkErrors.Family family = NetworkErrors.Family.of("net", networks);
    assertThat(family.worst()).isEqualTo(networks.get(1));
    assertThat(family.rankCorrelation()).hasValueCloseTo(1.0, within(1e-12));
  }

  private static PricedNetwork priced(double predicted, double measured) {
    Repeated time = new Repeated(measured, Optional.empty());
    return new PricedNetwork(
        new TestNetwork("net", 0, "9", List.of(NEW), time, 0), predicted, Optional.empty(), 0);
  }

  private TestData data(MeasuredNetwork... asked) {
    List<String> ids = Arrays.stream(asked).map(MeasuredNetwork::id).toList();
    MeasuredSets sets = new MeasuredSets(profile, test, ids, List.of());
    return TestData.of(Measurements.read(profile), Measurements.read(test), sets);
  }

  private static MeasuredNetwork network(String plan, LayerConfig... steps) {
    return new MeasuredNetwork("net", 10, new Shape(8, 4, 4), plan, List.of(steps));
  }

  /** Visits of a network, the times of its steps in each; tracing costs nothing. */
  private static void write(Path path, MeasuredNetwork network, double[][] visits) {
    StoreHeader header = new StoreHeader("d", "a device", RuntimeId.SYNTHETIC, "1", 1, "0", 1);
    try (MeasurementStore store = MeasurementStore.open(path, header)) {
      store.append(network);
      for (int round = 0; round < visits.length; round++) {
        Visit visit = new Visit("c", round, "d", 1, 1);
        double total = Arrays.stream(visits[round]).sum();
        store.append(Measurement.whole(Origin.TOTAL, network.id(), visit, new double[] {total}));
        double[][] steps =
            Arrays.stream(visits[round]).mapToObj(t -> new double[] {t}).toArray(double[][]::new);
        store.append(
            new Measurement(
                Origin.CONTEXT, network.id(), "c", round, "d", 1, 1, steps, new int[] {1, 1}));
      }
    }
  }
}
