package dev.notch.profiler.clock;

import dev.notch.profiler.Session;

/**
 * Times sessions in short visits. The first run of a visit finds cold caches and is not counted.
 *
 * @param runs counted runs a visit
 */
public record Timer(Clock clock, ReferenceWorkload reference, int runs) {
  /** Enough to be robust within a visit; many visits spread in time matter more. */
  public static final int DEFAULT_RUNS = 3;

  private static final double NANOS_PER_MICRO = 1000;

  public Timer {
    if (runs < 1) {
      throw new IllegalArgumentException("a visit needs a counted run, had " + runs);
    }
  }

  public static Timer system() {
    return new Timer(Clock.SYSTEM, new ReferenceWorkload(), DEFAULT_RUNS);
  }

  /** The time of the reference workload now, in microseconds. */
  public double referenceMicros() {
    return reference.micros(clock);
  }

  /** One visit: the times of its counted runs in microseconds. */
  public double[] visit(Session session) {
    session.run();
    double[] micros = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = clock.nanos();
      session.run();
      micros[run] = (clock.nanos() - start) / NANOS_PER_MICRO;
    }
    return micros;
  }

  /** Runs a session often enough that what is set up lazily is set up. */
  public void warmUp(Session session, int times) {
    for (int run = 0; run < times; run++) {
      session.run();
    }
  }
}
