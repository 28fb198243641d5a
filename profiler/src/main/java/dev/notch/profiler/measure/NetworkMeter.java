package dev.notch.profiler.measure;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Session;
import dev.notch.profiler.Timing;
import dev.notch.profiler.Trace;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.store.StepTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Measures one network, as a whole and step by step.
 *
 * @param rounds visits of the whole network; each is followed by one traced run
 */
public record NetworkMeter(Backend backend, Timer timer, MeasurementLock lock, int rounds) {
  private static final int WARM_UP = 10;

  /**
   * @param total nothing traced
   * @param stepMs milliseconds of each step in its place, in the order of {@code lowered}
   */
  public record Result(LoweredNetwork lowered, Timing total, List<Double> stepMs) {}

  public NetworkMeter {
    if (rounds < 1) {
      throw new IllegalArgumentException("measuring needs at least one round, not " + rounds);
    }
  }

  /**
   * Waits for the right to measure, then measures.
   *
   * @throws dev.notch.models.progress.CancelledException if the user asks to stop
   */
  public Result measure(Network network, Weights weights, int threads, Progress progress) {
    progress.stage("measure " + network.name());
    try (Session session = backend.open(network, weights, threads)) {
      return lock.whileMeasuring(progress, () -> measure(session, progress));
    }
  }

  private Result measure(Session session, Progress progress) {
    timer.warmUp(session, WARM_UP);
    DoubleStream.Builder micros = DoubleStream.builder();
    List<Trace> traces = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      progress.check();
      for (double run : timer.visit(session)) {
        micros.add(run);
      }
      traces.add(session.trace(1, 1));
      progress.update(round + 1, rounds, "");
    }
    Timing total = Timing.ofMicros(micros.build().toArray());
    double[] steps = StepTimes.milliseconds(session.lowered(), traces, total);
    return new Result(session.lowered(), total, DoubleStream.of(steps).boxed().toList());
  }
}
