package dev.notch.profiler.store;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One visit of the clock: a few runs of one thing. A line of the store.
 *
 * @param subject the text of a layer configuration, or the id of a network
 * @param clock the run of the clock that it belongs to: one start of the profiler, named after its
 *     moment, hexadecimal milliseconds since 1970
 * @param round the visit's number, from 0, unique for an origin and subject
 * @param device fingerprint of the device
 * @param referenceMicros time of the reference workload beside the visit
 * @param seconds since that run of the clock began; 0 in stores from before this was kept
 * @param micros step x run, in microseconds; a single step unless the origin is {@link
 *     Origin#CONTEXT}
 * @param events how many trace events each step consists of; 0 when nothing was traced
 */
public record Measurement(
    Origin origin,
    String subject,
    String clock,
    int round,
    String device,
    double referenceMicros,
    double seconds,
    double[][] micros,
    int[] events) {
  /** Hexadecimal milliseconds from 2004 to far ahead. */
  private static final String MOMENT = "[0-9a-f]{11}";

  private static final int HEXADECIMAL = 16;

  public Measurement {
    if (round < 0 || !(seconds >= 0) || micros.length == 0 || micros.length != events.length) {
      throw new IllegalArgumentException(
          "a measurement of "
              + subject
              + " cannot have round "
              + round
              + " after "
              + seconds
              + " s, "
              + micros.length
              + " steps and "
              + events.length
              + " event counts");
    }
    for (double[] runs : micros) {
      if (runs.length == 0 || runs.length != micros[0].length) {
        throw new IllegalArgumentException(subject + ": each step needs the same number of runs");
      }
    }
  }

  /** A visit of something that was timed as a whole. */
  public static Measurement whole(Origin origin, String subject, Visit visit, double[] micros) {
    return new Measurement(
        origin,
        subject,
        visit.clock(),
        visit.round(),
        visit.device(),
        visit.referenceMicros(),
        visit.seconds(),
        new double[][] {micros},
        new int[] {0});
  }

  /** The same visit, had all of its runs taken {@code factor} times as long. */
  Measurement scaled(double factor) {
    double[][] scaled = new double[micros.length][];
    for (int step = 0; step < micros.length; step++) {
      scaled[step] = Arrays.stream(micros[step]).map(m -> m * factor).toArray();
    }
    return new Measurement(
        origin, subject, clock, round, device, referenceMicros, seconds, scaled, events);
  }

  /** When, where and beside what a visit took place. */
  public record Visit(
      String clock, int round, String device, double referenceMicros, double seconds) {}

  /**
   * When its run of the clock began, in milliseconds since 1970; empty if its name is no moment.
   */
  public OptionalDouble clockStart() {
    return clock.matches(MOMENT)
        ? OptionalDouble.of((double) Long.parseLong(clock, HEXADECIMAL))
        : OptionalDouble.empty();
  }

  public int runs() {
    return micros[0].length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Measurement that
        && origin == that.origin
        && subject.equals(that.subject)
        && clock.equals(that.clock)
        && round == that.round
        && device.equals(that.device)
        && Double.compare(referenceMicros, that.referenceMicros) == 0
        && Double.compare(seconds, that.seconds) == 0
        && Arrays.deepEquals(micros, that.micros)
        && Arrays.equals(events, that.events);
  }

  @Override
  public int hashCode() {
    return 31 * subject.hashCode() + round;
  }

  @Override
  public String toString() {
    return origin.label() + " " + subject + " round " + round + " " + Arrays.deepToString(micros);
  }
}
