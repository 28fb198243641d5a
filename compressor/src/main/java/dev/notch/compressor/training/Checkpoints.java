package dev.notch.compressor.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether, where and how often a training is kept.
 *
 * @param file replaced at each checkpoint; empty keeps nothing
 * @param every at least this often, and at the end of each epoch
 */
public record Checkpoints(Optional<Path> file, Duration every) {
  private static final Duration USUAL = Duration.ofSeconds(60);

  /** Keeps nothing: a stopped training starts again. */
  public static final Checkpoints NONE = new Checkpoints(Optional.empty(), USUAL);

  /** Every minute. */
  public static Checkpoints in(Path file) {
    return new Checkpoints(Optional.of(file), USUAL);
  }
}
