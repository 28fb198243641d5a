package dev.notch.models.progress;

/**
 * The user asked to stop; what was finished is kept and the same command with {@code --resume}
 * continues.
 */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("interrupted; run the same command again with --resume to continue");
  }
}
