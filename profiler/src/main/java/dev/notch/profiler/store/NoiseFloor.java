package dev.notch.profiler.store;

import dev.notch.profiler.Timing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The relative difference between what two halves of the same visits say. */
public final class NoiseFloor {

  private NoiseFloor() {}

  /** Over the measurements of each subject in their order; empty before one has two. */
  public static OptionalDouble of(List<Measurement> measurements) {
    Map<String, List<double[]>> visits = new LinkedHashMap<>();
    measurements.forEach(
        m -> visits.computeIfAbsent(m.subject(), s -> new ArrayList<>()).add(m.micros()[0]));
    return visits.values().stream()
        .filter(list -> list.size() >= 2)
        .mapToDouble(NoiseFloor::difference)
        .average();
  }

  private static double difference(List<double[]> visits) {
    int half = visits.size() / 2;
    double first = quiet(visits.subList(0, half));
    double second = quiet(visits.subList(half, visits.size()));
    return Math.abs(first - second) / ((first + second) / 2);
  }

  private static double quiet(List<double[]> visits) {
    return Timing.ofMicros(visits.stream().flatMapToDouble(Arrays::stream).toArray()).quietMs();
  }
}
