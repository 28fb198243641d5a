package dev.notch.compressor.training;

import dev.notch.models.data.Augmentation;
import dev.notch.models.data.Batches;
import dev.notch.models.progress.CancelledException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares the next batches on a thread of its own while the present one is computed. A failure
 * there surfaces where the batch is asked for.
 */
final class BatchLoader implements AutoCloseable {
  private static final int AHEAD = 3;

  /** One batch: normalised pictures, channels last, and their labels. */
  record Loaded(float[] images, int[] labels) {}

  private final Batches batches;
  private final Steps steps;
  private final Augmentation augmentation;
  private final Deque<Future<Loaded>> waiting = new ArrayDeque<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread t = new Thread(task, "batches");
            t.setDaemon(true);
            return t;
          });
  private long next;
  private int epoch = -1;
  private int[] order;

  BatchLoader(Batches batches, Steps steps, Augmentation augmentation, long first) {
    this.batches = batches;
    this.steps = steps;
    this.augmentation = augmentation;
    this.next = first;
    for (int i = 0; i < AHEAD; i++) {
      request();
    }
  }

  /** The batch of the next step. */
  Loaded next() {
    request();
    try {
      return waiting.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot prepare a batch: " + e.getCause(), e.getCause());
    }
  }

  private void request() {
    if (next < steps.total()) {
      long step = next++;
      waiting.add(thread.submit(() -> load(step)));
    }
  }

  private Loaded load(long step) {
    if (epoch != steps.epoch(step)) {
      epoch = steps.epoch(step);
      order = steps.order(epoch);
    }
    int[] pictures = steps.pictures(order, step);
    float[] images = new float[batches.floats(pictures.length)];
    batches.augmented(pictures, augmentation, epoch, images);
    return new Loaded(images, batches.labels(pictures));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
