package dev.notch.timing;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A full fit of 5,000 layers and the totals of their networks on one core: all trees and the refit
 * of all leaves. Without warming up, as somebody waits for it who runs it once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FitBenchmark {
  private TrainingData profile;

  @Setup
  public void prepare() {
    profile = BenchmarkData.profile();
  }

  @Benchmark
  public TimingModel fit() {
    return Fitter.model(profile, "onnxruntime", BenchmarkData.SEED);
  }
}
