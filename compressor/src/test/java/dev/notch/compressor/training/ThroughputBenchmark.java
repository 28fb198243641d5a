package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.BiasAbsorption;
import dev.notch.models.weights.Initializer;
import dev.notch.models.zoo.Zoo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Training images a second: Notch against the same network in plain DJL blocks fed NCHW, step by
 * step in turns, so that both meet the same noise. Prints; asserts no speed. Not part of any suite:
 *
 * <pre>
 * mvn -pl compressor -am -Pslow test -Dtest=ThroughputBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
@Tag("slow")
class ThroughputBenchmark {
  private static final int WARM_UP = 3;

  @ParameterizedTest
  @CsvSource({"mobilenet, 128, 30", "resnet50, 32, 6"})
  @SuppressWarnings("try")
  void comparesWithPlainBlocks(String name, int batch, int rounds) {
    int threads = Runtime.getRuntime().availableProcessors();
    BiasAbsorption network = new BiasAbsorption(Zoo.build(name, 10, new Shape(3, 32, 32)));
    try (Torch.ThreadScope scope = Torch.threads(threads);
        PlainBlocks plain = new PlainBlocks(name, batch);
        TrainingStep ours = step(network)) {
      SplittableRandom random = new SplittableRandom(1);
      float[] pixels = new float[batch * 3072];
      int[] labels = random.ints(batch, 0, 10).toArray();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextGaussian();
      }
      BatchLoader.Loaded loaded = new BatchLoader.Loaded(pixels, labels);
      compare(
          name + ", batch " + batch + ", " + threads + " threads",
          batch,
          rounds,
          time(() -> plain.learn(pixels, labels)),
          time(() -> ours.learn(loaded, 0.01)));
    }
  }

  private static TrainingStep step(BiasAbsorption network) {
    Network bare = network.network();
    return new TrainingStep(
        bare,
        Initializer.initialize(bare, 1),
        Recipe.fromScratch(1, 1),
        Optional.empty(),
        TrainingTask.Goal.CLASSES);
  }

  private static LongSupplier time(Runnable step) {
    return () -> {
      long start = System.nanoTime();
      step.run();
      return System.nanoTime() - start;
    };
  }

  private static void compare(
      String what, int batch, int rounds, LongSupplier plain, LongSupplier ours) {
    double[] plainRates = new double[rounds];
    double[] ourRates = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = -WARM_UP; round < rounds; round++) {
      long plainNanos = plain.getAsLong();
      long ourNanos = ours.getAsLong();
      if (round >= 0) {
        plainRates[round] = batch * 1e9 / plainNanos;
        ourRates[round] = batch * 1e9 / ourNanos;
        ratios[round] = plainNanos / (double) ourNanos;
      }
    }
    System.out.println(what + " (median, quartiles of " + rounds + " rounds):");
    System.out.println("  plain blocks, NCHW  " + spread(plainRates, "images/s"));
    System.out.println("  Notch               " + spread(ourRates, "images/s"));
    System.out.println("  ratio               " + spread(ratios, ""));
    assertThat(ratios).doesNotContain(0.0).doesNotContain(Double.NaN);
  }

  private static String spread(double[] values, String unit) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f) %s",
        sorted[n / 2],
        sorted[n / 4],
        sorted[3 * n / 4],
        unit);
  }
}
