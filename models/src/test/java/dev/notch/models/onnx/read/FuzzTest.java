package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutated files are read or refused in one line: no other exception, no long wait, no gigabytes.
 * {@code mvn -Pslow -pl models test -Dtest=FuzzTest} runs 100,000 cases; {@code -Dnotch.fuzz.seed}
 * chooses others.
 */
class FuzzTest {
  private static final Path FILE = Path.of("mutated.onnx");
  private static final long LONGEST_MILLIS = 2000;
  private static final long MOST_BYTES = 1L << 30;
  private static final int WARM_UP = 200;

  @Test
  void survivesSomeMutations() {
    survives(3_000, 20_261_121);
  }

  @Test
  @Tag("slow")
  void survivesManyMutations() {
    survives(100_000, Long.getLong("notch.fuzz.seed", 4));
  }

  private static void survives(int cases, long seed) {
    List<byte[]> seeds = files();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Worst worst = new Worst();
    int read = 0;
    for (int i = 0; i < cases; i++) {
      byte[] mutated = new Mutation(seed + i).of(seeds.get(i % seeds.size()));
      long bytes = thread.getCurrentThreadAllocatedBytes();
      long begin = thread.getCurrentThreadCpuTime();
      read += isRead(mutated, seed + i) ? 1 : 0;
      long millis = (thread.getCurrentThreadCpuTime() - begin) / 1_000_000;
      if (i >= WARM_UP) {
        worst.note(seed + i, millis, thread.getCurrentThreadAllocatedBytes() - bytes);
      }
    }
    worst.verify(cases + " cases from seed " + seed + ", " + read + " of them read");
  }

  private static boolean isRead(byte[] bytes, long seed) {
    try {
      ModelReader.read(bytes, FILE);
      return true;
    } catch (NotchException e) {
      assertThat(e.getMessage()).as("seed %d", seed).isNotBlank().doesNotContain("\n");
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed + " fails with " + e, e);
    }
  }

  private static final class Worst {
    private long slowest;
    private long slowestSeed;
    private long largest;
    private long largestSeed;

    void note(long seed, long millis, long bytes) {
      if (millis > slowest) {
        slowest = millis;
        slowestSeed = seed;
      }
      if (bytes > largest) {
        largest = bytes;
        largestSeed = seed;
      }
    }

    void verify(String what) {
      String all =
          String.format(
              Locale.ROOT,
              "%s; slowest %d ms of computing (seed %d), most allocated %.1f MB (seed %d)",
              what,
              slowest,
              slowestSeed,
              largest / 1e6,
              largestSeed);
      System.Logger log = System.getLogger(FuzzTest.class.getName());
      log.log(System.Logger.Level.INFO, all);
      assertThat(slowest).as(all).isLessThan(LONGEST_MILLIS);
      assertThat(largest).as(all).isLessThan(MOST_BYTES);
    }
  }

  /** What the writer writes, and every operator in every form. */
  private static List<byte[]> files() {
    List<byte[]> files = new ArrayList<>();
    OperatorFormsTest.forms()
        .forEach(
            form -> {
              files.add(form.file().bytes());
              files.add(written());
            });
    return files;
  }

  private static byte[] written() {
    NetworkBuilder net = new NetworkBuilder(new Shape(3, 8, 8));
    int x = net.convBnRelu(net.input(), 4, Window.same(3, 3), 1, true);
    List<Integer> halves = net.split(x, 2);
    int y = net.concat(net.activation(halves.get(0), Function.SIGMOID), halves.get(1));
    net.linear(net.globalPool(net.shuffle(net.maxPool(y, Window.square(2, 2, 0)), 2)), 5);
    var network = net.build("small");
    return OnnxWriter.toBytes(network, Initializer.scattered(network, 1));
  }
}
