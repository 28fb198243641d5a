package dev.notch.profiler.store;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Recognises, by the reference workload beside each visit, how often a machine was in its slow
 * mode. On two shared cores it was in 3 to 7 % of the visits, and what was measured then took 1.3
 * times as long in the median; {@link dev.notch.profiler.Timing#quietMs} leaves those runs out.
 */
final class SlowPhases {
  private static final double SLOW = 1.25;

  private SlowPhases() {}

  /**
   * The share of visits whose reference took more than 1.25 times the median of its run of the
   * clock; empty without visits.
   */
  static OptionalDouble share(List<Measurement> visits) {
    Map<String, List<Measurement>> clocks =
        visits.stream().collect(Collectors.groupingBy(Measurement::clock));
    return visits.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            clocks.values().stream().mapToLong(SlowPhases::slow).sum() / (double) visits.size());
  }

  private static long slow(List<Measurement> visits) {
    double[] sorted = visits.stream().mapToDouble(Measurement::referenceMicros).sorted().toArray();
    double median = sorted[sorted.length / 2];
    return visits.stream().filter(visit -> visit.referenceMicros() > SLOW * median).count();
  }
}
