package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.sample.SingleLayer;
import dev.notch.profiler.store.LayerSample;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.Origin;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticDevice;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerTest {
  private static final Device DEVICE = new Device("test", 1, 1, "", 1, "none", "none");

  private final VirtualClock clock = new VirtualClock();
  private final SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.busy(3));

  @TempDir private Path folder;
  private Path store;
  private Profiler profiler;

  @BeforeEach
  void start() {
    store = folder.resolve("profile.csv");
    Timer timer = new Timer(clock, new ReferenceWorkload(), 3);
    profiler =
        new Profiler(backend, timer, new MeasurementLock(folder), DEVICE, NetworkChooser.SEEDED);
  }

  @Test
  void findsTheTimesOfTheDeviceThroughNoise() {
    ProfileOutcome outcome = profiler.profile(request(6, 6, 80, 1000), store, Progress.NONE);
    Measurements measured = Measurements.read(store);
    assertThat(measured.overhead().eventMicros())
        .isCloseTo(SyntheticDevice.TRACE_MICROS, Offset.offset(0.5));
    assertThat(measured.overhead().callMicros())
        .isCloseTo(SyntheticDevice.CALL_MICROS, Offset.offset(4.0));
    assertThat(measured.layers()).filteredOn(s -> s.origin() == Origin.ALONE).hasSize(5);
    assertThat(measured.layers()).hasSize(outcome.samples()).hasSizeGreaterThan(300);
    for (LayerSample sample : measured.layers()) {
      double micros = micros(sample);
      assertThat(sample.ms() * 1000)
          .as(sample.config().text())
          .isCloseTo(micros, Offset.offset(0.05 * micros + 1));
    }
    assertThat(measured.totals())
        .hasSize(12)
        .allSatisfy(
            total -> {
              double sum =
                  total.network().steps().stream().mapToDouble(SyntheticDevice::micros).sum();
              assertThat(total.timing().quietMs() * 1000)
                  .isCloseTo(sum + SyntheticDevice.CALL_MICROS, Percentage.withPercentage(4));
            });
    assertThat(outcome.noiseFloor().orElseThrow()).isLessThan(0.05);
    assertThat(backend.openSessions()).isZero();
  }

  @Test
  void aCompleteProfileIsNotMeasuredAgainAndAnotherNetworkIsAdded() throws IOException {
    profiler.profile(request(2, 0), store, Progress.NONE);
    byte[] first = Files.readAllBytes(store);
    assertThat(profiler.complete(request(2, 0), store)).isTrue();
    assertThat(profiler.profile(request(2, 0), store, Progress.NONE).seconds()).isZero();
    assertThat(Files.readAllBytes(store)).isEqualTo(first);
    assertThat(profiler.complete(request(3, 0), store)).isFalse();
    profiler.profile(request(3, 0), store, Progress.NONE);
    assertThat(Measurements.read(store).totals()).hasSize(3);
  }

  @Test
  void whatWasInterruptedContinuesWithoutALostOrDoubleRound() {
    ProfileRequest request = request(3, 1);
    for (int visits = 1; !profiler.complete(request, store); visits += 4) {
      try {
        profiler.profile(request, store, new CancelledAfter(visits));
      } catch (CancelledException e) {
        assertThat(backend.openSessions()).as("after %d visits", visits).isZero();
      }
    }
    Measurements measured = Measurements.read(store);
    assertThat(measured.totals())
        .hasSize(4)
        .allSatisfy(
            total ->
                assertThat(measured.rounds(Origin.TOTAL, total.network().id())).isBetween(3, 8));
  }

  @Test
  void keepsToItsTimeButMeasuresTheLeast() {
    ProfileOutcome outcome = profiler.profile(request(3, 0, 8, 0.001), store, Progress.NONE);
    assertThat(outcome.seconds()).isGreaterThan(0.001);
    Measurements measured = Measurements.read(store);
    assertThat(measured.totals())
        .allSatisfy(
            total -> assertThat(measured.rounds(Origin.TOTAL, total.network().id())).isEqualTo(3));
  }

  @Test
  void aProfileOfAnotherDeviceIsNotTakenForThisOne() {
    profiler.profile(request(2, 0), store, Progress.NONE);
    Device other = new Device("other", 1, 1, "", 1, "none", "none");
    Timer timer = new Timer(clock, new ReferenceWorkload(), 3);
    Profiler elsewhere =
        new Profiler(backend, timer, new MeasurementLock(folder), other, NetworkChooser.SEEDED);
    assertThat(elsewhere.complete(request(2, 0), store)).isFalse();
    assertThatThrownBy(() -> elsewhere.profile(request(2, 0), store, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("use another store");
  }

  @Test
  void nothingToProfileIsSaid() {
    ProfileEffort effort = effort(3, 0, 8, 1);
    assertThatThrownBy(() -> new ProfileRequest(List.of(), true, 1, effort, 1))
        .hasMessageContaining("nothing to profile");
  }

  private static ProfileRequest request(int variants, int chains) {
    return request(variants, chains, 8, 1000);
  }

  private static ProfileRequest request(int variants, int chains, int most, double seconds) {
    Network network = Zoo.build("mobilenetv2", 10, new Shape(3, 32, 32));
    return new ProfileRequest(
        List.of(network), false, 1, effort(variants, chains, most, seconds), 7);
  }

  private static ProfileEffort effort(int variants, int chains, int most, double seconds) {
    ProfileEffort quick = ProfileEffort.named("quick");
    return new ProfileEffort(
        seconds, new ProfileEffort.Rounds(3, most), variants, chains, 5, 1, quick.chains());
  }

  /** What is measured alone pays for the layouts around it. */
  private static double micros(LayerSample sample) {
    return sample.origin() == Origin.ALONE
        ? SyntheticDevice.micros(
                Lowering.of(RuntimeId.SYNTHETIC).lower(SingleLayer.of(sample.config())))
            - SyntheticDevice.CALL_MICROS
        : SyntheticDevice.micros(sample.config());
  }
}
