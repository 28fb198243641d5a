package dev.notch.profiler;

/** A network loaded into a runtime. One thread at a time. */
public interface Session extends Executable {

  /** The network and the steps that the runtime executes for it. */
  LoweredNetwork lowered();

  /**
   * The time of each step within some runs, measured by the runtime. Tracing makes the network
   * slower; {@link Trace} says by how many events.
   *
   * @param warmUp runs before those that are traced
   * @throws IllegalStateException after {@link #close()}, or if the runtime executed something else
   *     than {@link #lowered()} says
   */
  Trace trace(int warmUp, int runs);
}
