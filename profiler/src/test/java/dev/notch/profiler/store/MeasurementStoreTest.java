package dev.notch.profiler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Shape;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.store.Measurement.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementStoreTest {
  private static final StoreHeader HEADER =
      new StoreHeader("d1", "a \"fast\" box, two cores", RuntimeId.SYNTHETIC, "1", 1, "0.1", 7);
  private static final MeasuredNetwork NETWORK =
      new MeasuredNetwork(
          "net",
          10,
          new Shape(3, 8, 8),
          "3,4",
          List.of(
              LayerConfig.parse("conv2d in=3 out=4 k=3 h=8 fused=relu"),
              LayerConfig.parse("linear in=4 out=10")));
  private static final String SENTINEL = "add in=4 out=4 k=1x1 s=1x1 p=0x0 g=2 h=8 w=8";

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("deep/profile.csv");
  }

  @Test
  void readsBackWhatWasWritten() {
    fill(3);
    Measurements read = Measurements.read(path);
    assertThat(read.header()).isEqualTo(HEADER);
    assertThat(read.all())
        .containsExactly(
            total(0),
            context(0),
            sentinel(0),
            total(1),
            context(1),
            sentinel(1),
            total(2),
            context(2),
            sentinel(2));
    assertThat(read.totals())
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.network()).isEqualTo(NETWORK);
              assertThat(t.timing().samples()).isEqualTo(6);
            });
  }

  @Test
  void continuesWhereItStopped() {
    fill(2);
    try (MeasurementStore store = MeasurementStore.open(path, HEADER)) {
      assertThat(store.rounds(Origin.TOTAL, NETWORK.id())).isEqualTo(2);
      assertThat(store.rounds(Origin.ALONE, SENTINEL)).isZero();
      store.append(NETWORK);
      store.append(total(2));
      assertThatThrownBy(() -> store.append(total(2))).hasMessageContaining("at round 3, not 2");
    }
    assertThat(Measurements.read(path).totals().get(0).timing().samples()).isEqualTo(6);
  }

  @Test
  void loosesOnlyTheLineThatAKillCutAnywhere() throws IOException {
    fill(2);
    byte[] whole = Files.readAllBytes(path);
    int lastLine = StoreFile.completeLength(Arrays.copyOf(whole, whole.length - 1));
    List<Measurement> before = Measurements.read(path).all().subList(0, 5);
    for (int length = lastLine; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThat(Measurements.read(path).all()).as("cut at %d", length).isEqualTo(before);
      try (MeasurementStore store = MeasurementStore.open(path, HEADER)) {
        assertThat(store.rounds(Origin.SENTINEL, SENTINEL)).isEqualTo(1);
        store.append(sentinel(1));
      }
      assertThat(Files.readAllBytes(path)).as("cut at %d", length).isEqualTo(whole);
    }
  }

  @Test
  void aHeaderThatWasCutIsWrittenAgain() throws IOException {
    fill(0);
    byte[] whole = Files.readAllBytes(path);
    int header = new String(whole, StandardCharsets.UTF_8).indexOf('\n');
    Files.write(path, Arrays.copyOf(whole, header / 2));
    assertThatThrownBy(() -> Measurements.read(path)).hasMessageContaining("profile first");
    fill(0);
    assertThat(Files.readAllBytes(path)).isEqualTo(whole);
  }

  @Test
  void excludesASecondWriter() {
    try (MeasurementStore first = MeasurementStore.open(path, HEADER)) {
      assertThatThrownBy(() -> MeasurementStore.open(path, HEADER))
          .isInstanceOf(NotchException.class)
          .hasMessageContaining("somebody else is writing");
      first.append(NETWORK);
    }
    MeasurementStore.open(path, HEADER).close();
  }

  @Test
  void refusesOtherConditions() {
    fill(1);
    StoreHeader threads =
        new StoreHeader("d1", "a \"fast\" box, two cores", RuntimeId.SYNTHETIC, "1", 2, "0.1", 7);
    assertThatThrownBy(() -> MeasurementStore.open(path, threads))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("the number of threads was 1, is 2");
    StoreHeader device = new StoreHeader("d2", "box", RuntimeId.SYNTHETIC, "1", 1, "0.1", 7);
    assertThatThrownBy(() -> MeasurementStore.open(path, device))
        .hasMessageContaining("the device was d1");
  }

  @Test
  void namesTheLineThatSomebodyBroke() throws IOException {
    fill(1);
    String text = Files.readString(path, StandardCharsets.UTF_8);
    Files.writeString(path, text.replace("total,", "whole,"), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Measurements.read(path))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("line 3: 'whole' is no kind of measurement");
    Files.writeString(path, text + text.lines().toList().get(2) + "\n", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Measurements.read(path)).hasMessageContaining("stands twice");
    Files.writeString(path, text.replace("in=3 ", "in=5 "), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Measurements.read(path)).hasMessageContaining("was changed");
  }

  @Test
  void refusesAnotherFormat() throws IOException {
    fill(0);
    String text = Files.readString(path, StandardCharsets.UTF_8);
    Files.writeString(
        path,
        text.replace("notch-measurements," + StoreLines.FORMAT, "notch-measurements,9"),
        StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Measurements.read(path)).hasMessageContaining("has format 9");
  }

  @Test
  void halvesAreTheEarlierAndTheLaterVisits() {
    fill(5);
    Measurements all = Measurements.read(path);
    Measurements.Halves halves = all.halves();
    assertThat(halves.first().rounds(Origin.TOTAL, NETWORK.id())).isEqualTo(2);
    assertThat(halves.second().rounds(Origin.TOTAL, NETWORK.id())).isEqualTo(3);
    // Each visit r has the runs 100.5 and 101.25 + r.
    assertThat(halves.first().totals().get(0).timing().medianMs())
        .isCloseTo((100.5 + 101.25) / 2 / 1000, within(1e-9));
    assertThat(halves.second().totals().get(0).timing().medianMs())
        .isCloseTo((100.5 + 103.25) / 2 / 1000, within(1e-9));
    assertThat(halves.first().overhead()).isEqualTo(all.overhead());
  }

  @Test
  void knowsWhatMeasuringTook() {
    fill(3);
    MeasuringTime time = Measurements.read(path).time();
    assertThat(time.seconds()).hasValue(1.0);
    // Totals: 100.5 + 101.25 + r; steps: 80.5 + 81.5 + 20.5 + 19.5, three times.
    assertThat(time.runSeconds().get(NETWORK.id()))
        .isCloseTo((3 * 201.75 + 3 + 3 * 202) / 1e6, within(1e-12));
  }

  @Test
  void storesOfEarlierVersionsDoNotSayWhatMeasuringTook() throws IOException {
    fill(2);
    String text = Files.readString(path, StandardCharsets.UTF_8);
    String before = text.replaceAll("(?m)^((?:total|context|sentinel),.*),[0-9.]+$", "$1");
    Files.writeString(path, before, StandardCharsets.UTF_8);
    Measurements measured = Measurements.read(path);
    assertThat(measured.time().seconds()).isEmpty();
    assertThat(measured.totals()).isEqualTo(totals(text));
  }

  private List<NetworkTotal> totals(String store) throws IOException {
    Files.writeString(path, store, StandardCharsets.UTF_8);
    return Measurements.read(path).totals();
  }

  private void fill(int rounds) {
    try (MeasurementStore store = MeasurementStore.open(path, HEADER)) {
      store.append(NETWORK);
      for (int round = 0; round < rounds; round++) {
        store.append(total(round));
        store.append(context(round));
        store.append(sentinel(round));
      }
    }
  }

  private static Visit visit(int round) {
    return new Visit("c1", round, "d1", 38.25, 0.5 * round);
  }

  private static Measurement total(int round) {
    return Measurement.whole(
        Origin.TOTAL, NETWORK.id(), visit(round), new double[] {100.5, 101.25 + round});
  }

  private static Measurement sentinel(int round) {
    return Measurement.whole(Origin.SENTINEL, SENTINEL, visit(round), new double[] {12.34});
  }

  private static Measurement context(int round) {
    Visit v = visit(round);
    double[][] micros = {{80.5, 81.5}, {20.5, 19.5}};
    return new Measurement(
        Origin.CONTEXT,
        NETWORK.id(),
        v.clock(),
        round,
        v.device(),
        v.referenceMicros(),
        v.seconds(),
        micros,
        new int[] {1, 2});
  }
}
