package dev.notch.profiler.store;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Quantiles;
import dev.notch.profiler.Timing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The steps of a network over all traced visits. Quiet runs are told by their sums, not step by
 * step: the times of short steps are whole microseconds, and only their mean is finer.
 *
 * @param micros mean time of each step within the quiet runs, tracing included
 * @param events how many trace events each step consists of
 * @param runs number of quiet runs
 */
record TracedNetwork(List<LayerConfig> configs, double[] micros, int[] events, int runs) {
  /** A step that vanishes in what tracing costs still takes some time. */
  static final double LEAST_MICROS = 0.1;

  /** The share of the runs that are kept: their middle is the quantile that totals are. */
  private static final double QUIET_RUNS = 2 * Timing.QUIET_SHARE;

  private static final double MICROS_PER_MILLI = 1000;

  static TracedNetwork of(List<LayerConfig> configs, List<Measurement> visits) {
    List<double[]> runs = new ArrayList<>();
    for (Measurement visit : visits) {
      require(visit.micros().length == configs.size(), visit);
      for (int run = 0; run < visit.runs(); run++) {
        int index = run;
        runs.add(Arrays.stream(visit.micros()).mapToDouble(step -> step[index]).toArray());
      }
    }
    List<double[]> quiet = quiet(runs);
    double[] means =
        IntStream.range(0, configs.size()).mapToDouble(step -> mean(quiet, step)).toArray();
    return new TracedNetwork(configs, means, visits.get(0).events(), quiet.size());
  }

  double sum() {
    return Arrays.stream(micros).sum();
  }

  int eventCount() {
    return Arrays.stream(events).sum();
  }

  List<LayerSample> samples(String id, TraceOverhead overhead) {
    return IntStream.range(0, configs.size())
        .mapToObj(
            step -> {
              double own = micros[step] - overhead.eventMicros() * events[step];
              double ms = Math.max(own, LEAST_MICROS) / MICROS_PER_MILLI;
              return new LayerSample(configs.get(step), ms, Origin.CONTEXT, id, runs);
            })
        .toList();
  }

  private static List<double[]> quiet(List<double[]> runs) {
    double[] sums = runs.stream().mapToDouble(run -> Arrays.stream(run).sum()).toArray();
    double limit = Quantiles.of(sums, QUIET_RUNS);
    return IntStream.range(0, sums.length)
        .filter(run -> sums[run] <= limit)
        .mapToObj(runs::get)
        .toList();
  }

  private static double mean(List<double[]> runs, int step) {
    return runs.stream().mapToDouble(run -> run[step]).average().orElseThrow();
  }

  private static void require(boolean fits, Measurement visit) {
    if (!fits) {
      throw new IllegalArgumentException(
          "a visit of network " + visit.subject() + " has " + visit.micros().length + " steps");
    }
  }
}
