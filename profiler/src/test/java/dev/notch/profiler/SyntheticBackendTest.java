package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Initializer;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticDevice;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SyntheticBackendTest extends BackendContract {
  private final VirtualClock clock = new VirtualClock();

  @Override
  protected Backend backend() {
    return new SyntheticBackend(clock, SyntheticNoise.none());
  }

  @Test
  void takesTheTimeThatTheDeviceSays() {
    Network network = Networks.chain(3, 47, 16);
    try (Session session = backend().open(network, Initializer.initialize(network, 1), 1)) {
      double expected = SyntheticDevice.micros(session.lowered());
      assertThat(timer().visit(session)[0]).isCloseTo(expected, Offset.offset(0.01));
    }
  }

  @Test
  void hasCliffsAndSteps() {
    assertThat(micros("conv2d in=47 out=47 k=3 h=16"))
        .isGreaterThan(1.8 * micros("conv2d in=48 out=48 k=3 h=16"));
    assertThat(micros("conv2d in=48 out=49 k=3 h=16"))
        .isCloseTo(micros("conv2d in=48 out=64 k=3 h=16"), Percentage.withPercentage(2));
  }

  @Test
  void noiseIsRepeatedBySeedAndOnlyEverSlower() {
    Network network = Networks.chain(3, 47, 16);
    double quiet = SyntheticDevice.micros(backend().lowering().lower(network));
    List<Double> first = noisy(network, 5);
    assertThat(first).isEqualTo(noisy(network, 5)).isNotEqualTo(noisy(network, 6));
    assertThat(first).allMatch(micros -> micros >= quiet - 0.01);
    assertThat(first).anyMatch(micros -> micros > 1.5 * quiet);
  }

  @Test
  void countsWhatWasNotClosed() {
    SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.none());
    Network network = Networks.chain(1, 4, 8);
    Session session = backend.open(network, Initializer.initialize(network, 1), 1);
    assertThat(backend.openSessions()).isEqualTo(1);
    session.close();
    session.close();
    assertThat(backend.openSessions()).isZero();
  }

  private static List<Double> noisy(Network network, long seed) {
    VirtualClock time = new VirtualClock();
    List<Double> micros = new ArrayList<>();
    try (Session session =
        new SyntheticBackend(time, SyntheticNoise.busy(seed))
            .open(network, Initializer.initialize(network, 1), 1)) {
      Timer timer = new Timer(time, new ReferenceWorkload(), 3);
      for (int visit = 0; visit < 20_000; visit++) {
        for (double run : timer.visit(session)) {
          micros.add(run);
        }
      }
    }
    return micros;
  }

  private static double micros(String config) {
    return SyntheticDevice.micros(LayerConfig.parse(config));
  }

  private Timer timer() {
    return new Timer(clock, new ReferenceWorkload(), 3);
  }
}
