package dev.notch.profiler.djl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Loads weights on a thread of its own. Memory allocators keep the memory of each thread apart:
 * loaded by the thread that is measured, the weights of many networks leave it thousands of gaps
 * between them, and every layer's output is looked for in all of these. With VGG-16 and ResNet-50
 * loaded 21 times each, that was 8 % of the measured time (glibc, {@code _int_malloc}), and
 * depended on what was loaded beside.
 */
final class LoaderThread {
  private LoaderThread() {}

  /** What the supplier returns or throws, on a new thread; waits for it. */
  static <T> T call(Supplier<T> load) {
    Executor once = task -> new Thread(task, "load").start();
    try {
      return CompletableFuture.supplyAsync(load, once).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
