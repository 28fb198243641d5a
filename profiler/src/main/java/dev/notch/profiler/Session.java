package dev.notch.profiler;

/** A network loaded into a runtime. It holds native memory: close it. One thread at a time. */
public interface Session extends AutoCloseable {

  /** The network and the steps that the runtime executes for it. */
  LoweredNetwork lowered();

  /**
   * One inference.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  void run();

  /**
   * The time of each step within some runs, measured by the runtime. Tracing makes the network
   * slower; {@link Trace} says by how many events.
   *
   * @param warmUp runs before those that are traced
   * @throws IllegalStateException after {@link #close()}, or if the runtime executed something else
   *     than {@link #lowered()} says
   */
  Trace trace(int warmUp, int runs);

  /** Frees the native memory; closing twice does nothing. */
  @Override
  void close();
}
