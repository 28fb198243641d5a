package dev.notch.models.progress;

/**
 * The user asked to stop; what was finished is kept and the same command continues, the main job
 * with {@code --resume}.
 */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("interrupted; run the same command again to continue, the main job with --resume");
  }
}
