package dev.notch.profiler.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.lock.MeasurementLock.Held;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try")
class MeasurementLockTest {
  private final ExecutorService others = Executors.newCachedThreadPool();

  @TempDir private Path folder;

  @AfterEach
  void stop() throws InterruptedException {
    others.shutdownNow();
    assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void trainingsShareAndMeasuringWaitsForTheirBatches() throws Exception {
    MeasurementLock lock = new MeasurementLock(folder);
    Held one = lock.training(Progress.NONE);
    Held two = lock.training(Progress.NONE);
    Future<Held> measuring = others.submit(() -> lock.measuring(Progress.NONE));
    one.close();
    Thread.sleep(100);
    assertThat(measuring.isDone()).isFalse();
    two.close();
    measuring.get(5, TimeUnit.SECONDS).close();
  }

  @Test
  void trainingPausesWhileSomebodyMeasures() throws Exception {
    MeasurementLock lock = new MeasurementLock(folder);
    Held measuring = lock.measuring(Progress.NONE);
    Future<Held> training = others.submit(() -> lock.training(Progress.NONE));
    Thread.sleep(100);
    assertThat(training.isDone()).isFalse();
    measuring.close();
    training.get(5, TimeUnit.SECONDS).close();
  }

  @Test
  void aMeasurementDoesNotStarveBesideBusyTrainings() throws Exception {
    MeasurementLock lock = new MeasurementLock(folder);
    AtomicInteger batches = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(2);
    for (int trainer = 0; trainer < 2; trainer++) {
      var unused =
          others.submit(
              () -> {
                started.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                  try (Held held = lock.training(Progress.NONE)) {
                    batches.incrementAndGet();
                    Thread.sleep(20);
                  }
                }
                return null;
              });
    }
    started.await();
    try (Held held = lock.measuring(Progress.NONE)) {
      int before = batches.get();
      Thread.sleep(200);
      assertThat(batches.get()).isEqualTo(before);
    }
  }

  @Test
  void aSecondMeasurementFailsAndNamesTheFirst() {
    MeasurementLock lock = new MeasurementLock(folder);
    try (Held held = lock.measuring(Progress.NONE)) {
      assertThatThrownBy(
              () -> new MeasurementLock(folder, Duration.ofMillis(50)).measuring(Progress.NONE))
          .isInstanceOf(NotchException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " is measuring")
          .hasMessageContaining("--cache");
    }
    lock.measuring(Progress.NONE).close();
  }

  @Test
  void longWorkWaitsForItsTurn() throws Exception {
    MeasurementLock first = new MeasurementLock(folder);
    Held held = first.measuring(Progress.NONE);
    Future<Held> second =
        others.submit(() -> MeasurementLock.patient(folder).measuring(Progress.NONE));
    Thread.sleep(100);
    assertThat(second.isDone()).isFalse();
    held.close();
    second.get(5, TimeUnit.SECONDS).close();
  }

  @Test
  void anotherProcessIsExcludedEvenAfterThisOneTriedTwice() throws Exception {
    Path file = folder.resolve("a.lock");
    try (ProcessLock held = ProcessLock.tryExclusive(file).orElseThrow()) {
      assertThat(ProcessLock.tryExclusive(file)).isEmpty();
      assertThat(ProcessLock.tryShared(file)).isEmpty();
      assertThat(otherProcess(file)).isEqualTo("busy");
    }
    assertThat(otherProcess(file)).isEqualTo("free");
  }

  private static String otherProcess(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TryLock.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  /** Started as a process of its own. */
  static final class TryLock {
    private TryLock() {}

    public static void main(String[] args) {
      System.out.println(ProcessLock.tryExclusive(Path.of(args[0])).isPresent() ? "free" : "busy");
    }
  }
}
