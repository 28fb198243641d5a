package dev.notch.profiler.synthetic;

import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Session;
import dev.notch.profiler.Step;
import dev.notch.profiler.Trace;
import java.util.Arrays;

final class SyntheticSession implements Session {
  private final LoweredNetwork lowered;
  private final VirtualClock clock;
  private final SyntheticNoise noise;
  private final Runnable onClose;
  private boolean closed;

  SyntheticSession(
      LoweredNetwork lowered, VirtualClock clock, SyntheticNoise noise, Runnable onClose) {
    this.lowered = lowered;
    this.clock = clock;
    this.noise = noise;
    this.onClose = onClose;
  }

  @Override
  public LoweredNetwork lowered() {
    return lowered;
  }

  @Override
  public void run() {
    requireOpen();
    clock.advance(SyntheticDevice.micros(lowered) * noise.factor(clock.nanos()));
  }

  @Override
  public Trace trace(int warmUp, int runs) {
    requireOpen();
    if (warmUp < 0 || runs < 1) {
      throw new IllegalArgumentException("cannot trace " + runs + " runs after " + warmUp);
    }
    for (int run = 0; run < warmUp; run++) {
      run();
    }
    double[][] micros = new double[runs][];
    for (int run = 0; run < runs; run++) {
      micros[run] = tracedRun();
    }
    int[] events = new int[lowered.steps().size()];
    Arrays.fill(events, 1);
    return new Trace(micros, events);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }

  private double[] tracedRun() {
    double factor = noise.factor(clock.nanos());
    double[] micros =
        lowered.steps().stream()
            .map(Step::config)
            .mapToDouble(c -> (SyntheticDevice.micros(c) + SyntheticDevice.TRACE_MICROS) * factor)
            .toArray();
    clock.advance(Arrays.stream(micros).sum() + SyntheticDevice.CALL_MICROS * factor);
    return micros;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(lowered.network().name() + ": the session is closed");
    }
  }
}
