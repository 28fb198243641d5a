package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.compare.Comparison;
import dev.notch.profiler.compare.Ratio;
import dev.notch.profiler.compare.Visits;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticDevice;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final VirtualClock clock = new VirtualClock();

  @Test
  void findsTheTrueRatioOnANoisyDevice() {
    Network slow = Networks.chain(6, 47, 16);
    Network fast = Networks.chain(6, 48, 16);
    SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.busy(7));
    List<Visits> visits = comparison(backend, 80).run(entries(slow, fast), Progress.NONE);
    Ratio ratio = Ratio.of(visits.get(0), visits.get(1), 1);
    double truth = micros(backend, slow) / micros(backend, fast);
    assertThat(ratio.value()).isCloseTo(truth, within(0.04 * truth));
    assertThat(truth).isBetween(0.97 * ratio.low(), 1.03 * ratio.high());
    assertThat(ratio.inverse().value()).isCloseTo(1 / ratio.value(), within(1e-12));
    assertThat(visits.get(0).noiseFloor()).isBetween(0.0, 0.1);
    assertThat(backend.openSessions()).isZero();
  }

  @Test
  void aNetworkAgainstItselfIsNeitherFasterNorSlower() {
    Network network = Networks.chain(4, 32, 16);
    SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.busy(11));
    List<Visits> visits = comparison(backend, 60).run(entries(network, network), Progress.NONE);
    Ratio ratio = Ratio.of(visits.get(0), visits.get(1), 1);
    assertThat(1.0).isBetween(ratio.low() - 0.02, ratio.high() + 0.02);
  }

  @Test
  void goesOnUntilItsTimeHasPassed() {
    SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.none());
    Network network = Networks.chain(2, 16, 16);
    Timer timer = new Timer(clock, new ReferenceWorkload(), 3);
    long start = clock.nanos();
    List<Visits> visits =
        new Comparison(backend, timer, 1, 2, 0.5, 5).run(entries(network), Progress.NONE);
    assertThat((clock.nanos() - start) / 1e9).isGreaterThanOrEqualTo(0.5);
    assertThat(visits.get(0).micros().length).isGreaterThan(2);
  }

  @Test
  void closesItsSessionsWhenItIsStopped() {
    SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.none());
    Network network = Networks.chain(2, 16, 16);
    assertThatThrownBy(() -> comparison(backend, 10).run(entries(network, network), new Stopping()))
        .isInstanceOf(CancelledException.class);
    assertThat(backend.openSessions()).isZero();
  }

  private Comparison comparison(Backend backend, int rounds) {
    return new Comparison(backend, new Timer(clock, new ReferenceWorkload(), 3), 1, rounds, 0, 5);
  }

  private static List<Comparison.Entry> entries(Network... networks) {
    return java.util.Arrays.stream(networks)
        .map(n -> new Comparison.Entry(n, Initializer.initialize(n, 1)))
        .toList();
  }

  private static double micros(Backend backend, Network network) {
    return SyntheticDevice.micros(backend.lowering().lower(network));
  }

  /** Stops at once. */
  private static final class Stopping implements Progress {
    @Override
    public void stage(String name) {}

    @Override
    public void update(long done, long total, String message) {}

    @Override
    public void note(String message) {}

    @Override
    public boolean cancelled() {
      return true;
    }
  }
}
