package dev.notch.models.data;

import dev.notch.models.progress.Progress;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Independent pieces of work on all cores; progress is told, and cancelling heard, on the caller's
 * thread.
 */
final class ParallelWork {
  private static final int CHUNK = 256;

  private ParallelWork() {}

  /** Does the work for 0 to count - 1. */
  static void forEach(int count, String message, Progress progress, IntConsumer work) {
    for (int start = 0; start < count; start += CHUNK) {
      progress.check();
      int end = Math.min(count, start + CHUNK);
      IntStream.range(start, end).parallel().forEach(work);
      progress.update(end, count, message);
    }
  }
}
