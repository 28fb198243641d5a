package dev.notch.profiler.clock;

import dev.notch.profiler.Executable;

/**
 * Times sessions in short visits. The first runs of a visit find the caches full of what ran before
 * and the processor's clock where that left it; they are not counted. After the usual single run a
 * network of half a millisecond still took 1.2 to 1.3 times as long as three runs later.
 *
 * @param runs counted runs a visit
 */
public record Timer(Clock clock, ReferenceWorkload reference, int runs) {
  /** Enough to be robust within a visit; many visits spread in time matter more. */
  public static final int DEFAULT_RUNS = 3;

  /** For how long, in microseconds, a visit runs before it counts. */
  public static final double WARM_MICROS = 4000;

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
  public double[] visit(Executable session) {
    return session.within(() -> runs(session));
  }

  private double[] runs(Executable session) {
    long begin = clock.nanos();
    do {
      session.run();
    } while (clock.nanos() - begin < WARM_MICROS * NANOS_PER_MICRO);
    double[] micros = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = clock.nanos();
      session.run();
      micros[run] = (clock.nanos() - start) / NANOS_PER_MICRO;
    }
    return micros;
  }

  /** Runs a session often enough that what is set up lazily is set up. */
  public void warmUp(Executable session, int times) {
    for (int run = 0; run < times; run++) {
      session.run();
    }
  }
}
