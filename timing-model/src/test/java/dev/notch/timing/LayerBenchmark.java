package dev.notch.timing;

import dev.notch.profiler.LayerConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Layers predicted a second on one core: a mixture of the layers of all ten networks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {
  private static final int LAYERS = 4_000;

  private TimingModel model;
  private LayerConfig[] layers;

  @Setup
  public void prepare() {
    model = BenchmarkData.model();
    layers = BenchmarkData.layers(LAYERS).toArray(LayerConfig[]::new);
  }

  @Benchmark
  @OperationsPerInvocation(LAYERS)
  public double predict() {
    double sum = 0;
    for (LayerConfig layer : layers) {
      sum += model.predict(layer);
    }
    return sum;
  }
}
