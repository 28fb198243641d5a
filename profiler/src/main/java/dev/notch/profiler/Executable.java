package dev.notch.profiler;

import java.util.function.Supplier;

/** Something that is loaded into a runtime and can be timed. It holds native memory: close it. */
public interface Executable extends AutoCloseable {

  /**
   * One inference.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  void run();

  /**
   * Does work that calls {@link #run()} on the thread that this belongs to, and waits for it:
   * handed over one by one, runs would be timed with the handing over.
   */
  default <T> T within(Supplier<T> work) {
    return work.get();
  }

  /** Frees the native memory; closing twice does nothing. */
  @Override
  void close();
}
