package dev.notch.timing.holdout;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A measured time, and what the earlier and the later half of its visits say.
 *
 * @param ms over all visits
 * @param halves of the visits; empty with less than two of them
 */
public record Repeated(double ms, Optional<Halves> halves) {

  /** Milliseconds of the two halves. */
  public record Halves(double first, double second) {}

  public Repeated {
    if (!(ms > 0)) {
      throw new IllegalArgumentException("a measured time cannot be " + ms + " ms");
    }
  }

  static Repeated of(double ms, OptionalDouble first, OptionalDouble second) {
    return new Repeated(
        ms,
        first.isPresent() && second.isPresent()
            ? Optional.of(new Halves(first.getAsDouble(), second.getAsDouble()))
            : Optional.empty());
  }

  /** Measured at several places: the mean of each. */
  static Repeated mean(Collection<Repeated> all) {
    return of(
        all.stream().mapToDouble(Repeated::ms).average().orElseThrow(),
        all.stream().flatMap(r -> r.halves.stream()).mapToDouble(Halves::first).average(),
        all.stream().flatMap(r -> r.halves.stream()).mapToDouble(Halves::second).average());
  }

  /** The difference of the halves in percent of their mean. */
  public OptionalDouble noise() {
    return halves
        .map(h -> OptionalDouble.of(200 * Math.abs(h.first - h.second) / (h.first + h.second)))
        .orElse(OptionalDouble.empty());
  }

  /** The mean of what each repeats to, in percent. */
  static OptionalDouble noiseFloor(Collection<Repeated> all) {
    return all.stream().flatMapToDouble(r -> r.noise().stream()).average();
  }
}
