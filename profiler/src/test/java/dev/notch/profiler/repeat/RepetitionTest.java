package dev.notch.profiler.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.CancelledAfter;
import dev.notch.profiler.Device;
import dev.notch.profiler.NetworkChooser;
import dev.notch.profiler.ProfileOutcome;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.store.MeasurementStore;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.StoreHeader;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepetitionTest {
  private static final double SLOWER = 1.06;
  private static final long HOUR_MILLIS = 3_600_000;

  @TempDir private Path folder;
  private Path first;

  @BeforeEach
  void name() {
    first = folder.resolve("profile.csv");
  }

  @Test
  void aSteadyDeviceRepeatsExactly() {
    repeat(SyntheticNoise.none(), SyntheticNoise.none());

    Repetition repetition = Repetition.of(first, Repetition.beside(first));

    assertThat(repetition.header().runtime()).isEqualTo(RuntimeId.SYNTHETIC);
    assertThat(repetition.measured().allNetworks().orElseThrow().max()).isLessThan(0.1);
    assertThat(repetition.measured().allLayers().orElseThrow().mean()).isLessThan(0.5);
    assertThat(repetition.sentinels().orElseThrow().n()).isEqualTo(3);
    assertThat(repetition.minutes().orElseThrow()).isBetween(0.0, 5.0);
  }

  @Test
  void whatTheSentinelsTellOfAnotherTimeIsTakenOff() {
    repeat(SyntheticNoise.busy(3), SyntheticNoise.busy(4).slowedBy(SLOWER));

    Repetition repetition = Repetition.of(first, Repetition.beside(first));

    double shift = 100 * (1 / SLOWER - 1);
    Offset<Double> near = Offset.offset(2.5);
    assertThat(repetition.sentinels().orElseThrow().shift()).isCloseTo(shift, near);
    assertThat(repetition.measured().allNetworks().orElseThrow().shift()).isCloseTo(shift, near);
    Spread steady = repetition.steady().allNetworks().orElseThrow();
    assertThat(steady.shift()).isCloseTo(0, near);
    assertThat(steady.mean()).isLessThan(repetition.measured().allNetworks().orElseThrow().mean());
    assertThat(repetition.steady().allLayers().orElseThrow().shift()).isCloseTo(0, near);
  }

  @Test
  void countsNetworksByArchitectureAndLayersByKind() {
    repeat(SyntheticNoise.none(), SyntheticNoise.none());
    Measurements stored = Measurements.read(first);

    Differences differences = Repetition.of(first, Repetition.beside(first)).steady();

    assertThat(differences.networks()).containsOnlyKeys("mobilenetv2", "chain");
    assertThat(differences.networks().get("chain").n()).isEqualTo(1);
    assertThat(differences.allNetworks().orElseThrow().n()).isEqualTo(stored.totals().size());
    assertThat(differences.allLayers().orElseThrow().n()).isEqualTo(stored.layers().size());
    assertThat(differences.layers()).containsKeys("depthwise", "pointwise", "linear");
    assertThat(differences.layers().values().stream().mapToInt(Spread::n).sum())
        .isEqualTo(stored.layers().size());
    assertThat(differences.calibration().orElseThrow().n())
        .isEqualTo(stored.calibrationTotals().size());
  }

  @Test
  void saysHowFarApartTheyWereMade() throws IOException {
    repeat(SyntheticNoise.none(), SyntheticNoise.none());
    double before = Repetition.of(first, Repetition.beside(first)).minutes().orElseThrow();
    Path second = Repetition.beside(first);
    String clock = Measurements.read(second).all().get(0).clock();
    String later = Long.toHexString(Long.parseLong(clock, 16) + HOUR_MILLIS);
    String text = Files.readString(second, StandardCharsets.UTF_8);
    Files.writeString(second, text.replace(clock, later), StandardCharsets.UTF_8);

    assertThat(Repetition.of(first, second).minutes().orElseThrow())
        .isCloseTo(before + 60, Offset.offset(1e-6));
    assertThat(Repetition.of(second, first).minutes().orElseThrow())
        .isCloseTo(-before - 60, Offset.offset(1e-6));
  }

  @Test
  void whatWasInterruptedGoesOn() {
    Profiler profiler = profiler(SyntheticNoise.none(), "test");
    profiler.profile(request(), first, Progress.NONE);
    assertThatThrownBy(() -> Repetition.measure(profiler, request(), first, new CancelledAfter(10)))
        .isInstanceOf(CancelledException.class);
    assertThat(profiler.complete(request(), Repetition.beside(first))).isFalse();

    ProfileOutcome outcome = Repetition.measure(profiler, request(), first, Progress.NONE);

    assertThat(outcome.seconds()).isPositive();
    assertThat(profiler.complete(request(), Repetition.beside(first))).isTrue();
    assertThat(Repetition.measure(profiler, request(), first, Progress.NONE).seconds()).isZero();
  }

  @Test
  void withoutAFirstProfileThereIsNothingToRepeat() {
    Profiler profiler = profiler(SyntheticNoise.none(), "test");

    assertThatThrownBy(() -> Repetition.measure(profiler, request(), first, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("without --again first");
    assertThat(Repetition.beside(first)).doesNotExist();
  }

  @Test
  void otherConditionsAreRefused() {
    Path other = folder.resolve("other.csv");
    profiler(SyntheticNoise.none(), "test").profile(request(), first, Progress.NONE);
    profiler(SyntheticNoise.none(), "another").profile(request(), other, Progress.NONE);

    assertThatThrownBy(() -> Repetition.of(first, other))
        .isInstanceOf(NotchException.class)
        .hasMessageContainingAll(first.toString(), other.toString(), "different conditions")
        .hasMessageNotContaining("\n");
  }

  @Test
  void storesWithNothingInCommonAreRefused() {
    profiler(SyntheticNoise.none(), "test").profile(request(), first, Progress.NONE);
    StoreHeader header = Measurements.read(first).header();
    Path empty = folder.resolve("empty.csv");
    MeasurementStore.open(empty, header).close();

    assertThatThrownBy(() -> Repetition.of(first, empty))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("nothing in common");
  }

  private void repeat(SyntheticNoise noise, SyntheticNoise later) {
    profiler(noise, "test").profile(request(), first, Progress.NONE);
    Repetition.measure(profiler(later, "test"), request(), first, Progress.NONE);
  }

  private Profiler profiler(SyntheticNoise noise, String device) {
    VirtualClock clock = new VirtualClock();
    return new Profiler(
        new SyntheticBackend(clock, noise),
        new Timer(clock, new ReferenceWorkload(), 3),
        new MeasurementLock(folder),
        new Device(device, 1, 1, "", 1, "none", "none"),
        NetworkChooser.SEEDED);
  }

  private static ProfileRequest request() {
    Network network = Zoo.build("mobilenetv2", 10, new Shape(3, 32, 32));
    ProfileEffort quick = ProfileEffort.named("quick");
    ProfileEffort.Rounds rounds = new ProfileEffort.Rounds(12, 12);
    return new ProfileRequest(
        List.of(network), false, 1, new ProfileEffort(1000, rounds, 2, 1, 3, 1, quick.chains()), 7);
  }
}
