package dev.notch.profiler;

import java.util.Arrays;

/**
 * How long each step of a network took in each of some runs, in its place in the network. Every
 * event that the runtime recorded made its step a little longer than it is without tracing.
 *
 * @param micros run x step, in microseconds
 * @param events how many events each step consists of
 */
public record Trace(double[][] micros, int[] events) {

  public Trace {
    for (double[] run : micros) {
      if (run.length != events.length) {
        throw new IllegalArgumentException(
            "a run has " + run.length + " steps, expected " + events.length);
      }
    }
  }

  public int runs() {
    return micros.length;
  }

  public int steps() {
    return events.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace that
        && Arrays.deepEquals(micros, that.micros)
        && Arrays.equals(events, that.events);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(micros) + Arrays.hashCode(events);
  }

  @Override
  public String toString() {
    return "Trace of " + runs() + " runs of " + steps() + " steps";
  }
}
