package dev.notch.models.progress;

/**
 * Where long work reports how far it is and asks whether it should stop. The work never knows
 * whether a terminal, a log file or a test listens.
 */
public interface Progress {

  /** Tells nobody and never stops. */
  Progress NONE =
      new Progress() {
        @Override
        public void stage(String name) {}

        @Override
        public void update(long done, long total, String message) {}

        @Override
        public void note(String message) {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  /** A new stage begins; the one before it has ended. */
  void stage(String name);

  /**
   * {@code done} of {@code total} units of the current stage are done; the message says what a user
   * wants to watch.
   */
  void update(long done, long total, String message);

  /** Something a user should know; it stays visible. */
  void note(String message);

  /** Whether the user asked to stop. */
  boolean cancelled();

  /**
   * @throws CancelledException if the user asked to stop
   */
  default void check() {
    if (cancelled()) {
      throw new CancelledException();
    }
  }
}
