package dev.notch.profiler.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.store.Measurement.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes a store is killed at random moments, and started again each time. */
class KilledWriterTest {
  private static final String SUBJECT = "add in=4 out=4 k=1x1 s=1x1 p=0x0 g=2 h=8 w=8";
  private static final int KILLS = 20;
  private static final long SEED = 17;

  @TempDir private Path folder;

  @Test
  void noRoundIsLostTornOrDouble() throws Exception {
    Path store = folder.resolve("profile.csv");
    SplittableRandom random = new SplittableRandom(SEED);
    int before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = start(store);
      waitUntilItGrows(store, writer);
      Thread.sleep(random.nextInt(30));
      writer.destroyForcibly();
      assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
      List<Measurement> measured = Measurements.read(store).all();
      assertThat(measured).as("kill %d, seed %d", kill, SEED).hasSizeGreaterThan(before);
      for (int round = 0; round < measured.size(); round++) {
        assertThat(measured.get(round)).isEqualTo(measurement(round));
      }
      before = measured.size();
    }
  }

  private static void waitUntilItGrows(Path store, Process writer)
      throws IOException, InterruptedException {
    long size = Files.exists(store) ? Files.size(store) : 0;
    while (!Files.exists(store) || Files.size(store) < size + 2000) {
      assertThat(writer.isAlive()).isTrue();
      Thread.sleep(5);
    }
  }

  private static Process start(Path store) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            store.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Measurement measurement(int round) {
    Visit visit = new Visit("c", round, "d", 1.5, round);
    return Measurement.whole(
        Origin.ALONE, SUBJECT, visit, new double[] {round + 0.25, round + 0.5, round + 0.75});
  }

  /** Started as a process of its own; writes until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      StoreHeader header = new StoreHeader("d", "box", RuntimeId.SYNTHETIC, "1", 1, "0.1", 7);
      try (MeasurementStore store = MeasurementStore.open(Path.of(args[0]), header)) {
        for (int round = store.rounds(Origin.ALONE, SUBJECT); ; round++) {
          store.append(measurement(round));
        }
      }
    }
  }
}
