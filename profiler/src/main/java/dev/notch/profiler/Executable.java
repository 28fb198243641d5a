package dev.notch.profiler;

/** Something that is loaded into a runtime and can be timed. It holds native memory: close it. */
public interface Executable extends AutoCloseable {

  /**
   * One inference.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  void run();

  /** Frees the native memory; closing twice does nothing. */
  @Override
  void close();
}
