package dev.notch.profiler.lock;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One process measures at a time, and nobody trains meanwhile. Two files in the cache folder: who
 * wants to measure takes the turnstile, so that no further training batch starts, then waits until
 * the running ones are done. A training batch passes the turnstile and holds the second lock shared
 * with other trainings, for one batch only: a measurement never starves.
 */
public final class MeasurementLock {
  private static final Duration POLL = Duration.ofMillis(10);

  /** Longer than any training pauses at the turnstile. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** For ever: the user can stop the wait. */
  private static final Duration NO_END = Duration.ofNanos(Long.MAX_VALUE / 2);

  private final Path turnstile;
  private final Path measure;
  private final Path holder;
  private final Duration patience;

  /** What is held until it is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param folder the cache folder; created if missing
   */
  public MeasurementLock(Path folder) {
    this(folder, PATIENCE);
  }

  /** Of long work, which waits for others that measure instead of being lost. */
  public static MeasurementLock patient(Path folder) {
    return new MeasurementLock(folder, NO_END);
  }

  MeasurementLock(Path folder, Duration patience) {
    this.patience = patience;
    this.turnstile = folder.resolve("turnstile.lock");
    this.measure = folder.resolve("measure.lock");
    this.holder = folder.resolve("measure.pid");
  }

  /**
   * The right to measure; training pauses until it is closed.
   *
   * @throws NotchException if somebody else is measuring, unless this lock is patient; the message
   *     names the process
   * @throws dev.notch.models.progress.CancelledException if the user stops the wait
   */
  public Held measuring(Progress progress) {
    ProcessLock first = passTurnstile(progress);
    try {
      ProcessLock second = waitFor(() -> ProcessLock.tryExclusive(measure), progress);
      writeHolder();
      return () -> release(first, second);
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /**
   * The right to train one batch; waits while somebody measures.
   *
   * @throws dev.notch.models.progress.CancelledException if the user stops the wait
   */
  public Held training(Progress progress) {
    ProcessLock first = waitFor(() -> ProcessLock.tryExclusive(turnstile), progress);
    try {
      return waitFor(() -> ProcessLock.tryShared(measure), progress)::close;
    } finally {
      first.close();
    }
  }

  /** Measures with the right to do so. */
  public <T> T whileMeasuring(Progress progress, Supplier<T> work) {
    Held held = measuring(progress);
    try {
      return work.get();
    } finally {
      held.close();
    }
  }

  /** Trains one batch with the right to do so. */
  public <T> T whileTraining(Progress progress, Supplier<T> batch) {
    Held held = training(progress);
    try {
      return batch.get();
    } finally {
      held.close();
    }
  }

  private void release(ProcessLock first, ProcessLock second) {
    try {
      Files.deleteIfExists(holder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      second.close();
      first.close();
    }
  }

  private ProcessLock passTurnstile(Progress progress) {
    long begin = System.nanoTime();
    boolean said = false;
    while (true) {
      progress.check();
      Optional<ProcessLock> lock = ProcessLock.tryExclusive(turnstile);
      if (lock.isPresent()) {
        return lock.get();
      }
      long waited = System.nanoTime() - begin;
      if (waited > patience.toNanos()) {
        throw new NotchException(
            holderName() + " is measuring; wait for it, or use another --cache to measure anyway");
      }
      if (!said && waited > PATIENCE.toNanos()) {
        progress.note(holderName() + " is measuring; waiting until it has done so");
        said = true;
      }
      pause();
    }
  }

  private static ProcessLock waitFor(Supplier<Optional<ProcessLock>> attempt, Progress progress) {
    while (true) {
      progress.check();
      Optional<ProcessLock> lock = attempt.get();
      if (lock.isPresent()) {
        return lock.get();
      }
      pause();
    }
  }

  private void writeHolder() {
    try {
      Files.writeString(
          holder, String.valueOf(ProcessHandle.current().pid()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new NotchException("cannot write " + holder + ": " + e, e);
    }
  }

  private String holderName() {
    try {
      return "process " + Files.readString(holder, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "another process";
    } catch (IOException e) {
      throw new NotchException("cannot read " + holder + ": " + e, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotchException("interrupted while waiting for the right to measure", e);
    }
  }
}
