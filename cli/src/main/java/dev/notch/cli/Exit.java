package dev.notch.cli;

/** What the program's exit status says. */
public final class Exit {
  /** Done. */
  public static final int DONE = 0;

  /** Failed, with one clear line on standard error. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** No network within the budget passes the guard; the best one found is written all the same. */
  public static final int NOT_REACHED = 3;

  /** Interrupted; the same command continues, the main job with {@code --resume}. */
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
