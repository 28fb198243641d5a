package dev.notch.profiler.store;

import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Timing;
import dev.notch.profiler.Trace;
import java.util.List;
import java.util.Map;

/** What the steps of one network take in their places, without what tracing adds to them. */
public final class StepTimes {
  private static final double MICROS_PER_MILLI = 1000;

  private StepTimes() {}

  /**
   * @param total of the same network, nothing traced
   * @return milliseconds of each step, in the order of the lowered network
   */
  public static double[] milliseconds(LoweredNetwork lowered, List<Trace> traces, Timing total) {
    String id = lowered.network().name();
    List<Measurement> visits = traces.stream().map(trace -> visit(id, trace)).toList();
    TracedNetwork traced = TracedNetwork.of(lowered.configs(), visits);
    TraceOverhead overhead =
        TraceOverhead.estimate(Map.of(id, traced), Map.of(id, total.quietMs() * MICROS_PER_MILLI));
    return traced.samples(id, overhead).stream().mapToDouble(LayerSample::ms).toArray();
  }

  private static Measurement visit(String id, Trace trace) {
    double[][] micros = new double[trace.steps()][trace.runs()];
    for (int step = 0; step < trace.steps(); step++) {
      for (int run = 0; run < trace.runs(); run++) {
        micros[step][run] = trace.micros()[run][step];
      }
    }
    return new Measurement(Origin.CONTEXT, id, "", 0, "", 0, 0, micros, trace.events());
  }
}
