package dev.notch.profiler.repeat;

import dev.notch.profiler.store.Measurement;
import dev.notch.profiler.store.Measurements;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** When things were measured. */
final class Moments {
  private static final double MILLIS = 1000;
  private static final double MINUTE = 60 * MILLIS;

  private Moments() {}

  /** From the middle visit of one store to that of another; empty if a store does not say. */
  static OptionalDouble minutes(Measurements first, Measurements second) {
    OptionalDouble from = middle(first);
    OptionalDouble to = middle(second);
    return from.isPresent() && to.isPresent()
        ? OptionalDouble.of((to.getAsDouble() - from.getAsDouble()) / MINUTE)
        : OptionalDouble.empty();
  }

  private static OptionalDouble middle(Measurements store) {
    List<Double> moments = new ArrayList<>();
    for (Measurement visit : store.all()) {
      OptionalDouble start = visit.clockStart();
      if (start.isEmpty()) {
        return OptionalDouble.empty();
      }
      moments.add(start.getAsDouble() + visit.seconds() * MILLIS);
    }
    double[] sorted = moments.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[sorted.length / 2]);
  }
}
