package dev.notch.profiler.clock;

/** Where time comes from; a test or the synthetic device brings its own. */
public interface Clock {

  /** The time of the machine. */
  Clock SYSTEM = System::nanoTime;

  /** Nanoseconds since some fixed moment; never goes back. */
  long nanos();
}
