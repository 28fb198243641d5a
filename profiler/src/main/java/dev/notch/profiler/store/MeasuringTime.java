package dev.notch.profiler.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What measuring took.
 *
 * @param seconds all runs of the clock from their first moment to their last visit, loading and all
 *     else included; empty if the store does not say
 * @param runSeconds the counted runs alone, by subject: how the time was shared among the subjects
 */
public record MeasuringTime(OptionalDouble seconds, Map<String, Double> runSeconds) {
  private static final double MICROS = 1e6;

  public MeasuringTime {
    runSeconds = Map.copyOf(runSeconds);
  }

  static MeasuringTime of(List<Measurement> visits) {
    Map<String, Double> clocks =
        visits.stream()
            .collect(Collectors.toMap(Measurement::clock, Measurement::seconds, Math::max));
    boolean known = clocks.values().stream().allMatch(seconds -> seconds > 0);
    double all = clocks.values().stream().mapToDouble(Double::doubleValue).sum();
    return new MeasuringTime(
        known && !clocks.isEmpty() ? OptionalDouble.of(all) : OptionalDouble.empty(),
        visits.stream()
            .collect(
                Collectors.groupingBy(
                    Measurement::subject, Collectors.summingDouble(MeasuringTime::runs))));
  }

  private static double runs(Measurement visit) {
    return Arrays.stream(visit.micros()).flatMapToDouble(Arrays::stream).sum() / MICROS;
  }
}
