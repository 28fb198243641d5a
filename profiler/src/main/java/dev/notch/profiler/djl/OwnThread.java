package dev.notch.profiler.djl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A thread for something that allocates native memory. Allocators keep the memory of each thread
 * apart. On one thread the weights of many networks, and what the runtime keeps of each, leave
 * thousands of gaps of different sizes, and the output of every layer is looked for in all of them:
 * with VGG-16 and ResNet-50 loaded 21 times each that took 8 % of their time (glibc, {@code
 * _int_malloc}), and depended on what was loaded beside. A deployed network is alone.
 */
final class OwnThread implements AutoCloseable {
  private final ExecutorService executor;
  private volatile Thread thread;

  OwnThread(String name) {
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What the work returns or throws, on this thread; waits for it. */
  <T> T call(Supplier<T> work) {
    if (Thread.currentThread().equals(thread)) {
      return work.get();
    }
    try {
      return CompletableFuture.supplyAsync(work, executor).join();
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

  /** Ends the thread when its work is done. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
