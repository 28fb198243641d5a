package dev.notch.timing;

import dev.notch.models.graph.Network;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Networks of about 150 steps: the whole of one, and one of whose channel groups changes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 4, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
public class NetworkBenchmark {
  private static final int CHANGES = 400;

  @Param({"seresnet50", "inceptionv4"})
  private String name;

  private TimingModel model;
  private ChannelGroups groups;
  private Network narrowed;
  private WidthPlan first;
  private WidthPlan[] changes;

  @Setup
  public void prepare() {
    model = BenchmarkData.model();
    groups = ChannelGroups.of(BenchmarkData.network(name));
    SplittableRandom random = new SplittableRandom(BenchmarkData.SEED);
    first = groups.random(random);
    narrowed = Narrowing.narrow(groups.network(), groups, first);
    changes = new WidthPlan[CHANGES];
    WidthPlan plan = first;
    for (int i = 0; i < CHANGES; i++) {
      plan = SyntheticProfile.changed(groups, plan, random);
      changes[i] = plan;
    }
  }

  /** A pricer that knows one plan: most widths that it is asked for next are new to it. */
  @State(Scope.Benchmark)
  public static class Beginner {
    private PlanPricer pricer;

    @Setup(Level.Invocation)
    public void forget(NetworkBenchmark benchmark) {
      pricer = new PlanPricer(benchmark.model, benchmark.groups);
      pricer.milliseconds(benchmark.first);
    }
  }

  /** A network that is at hand. */
  @Benchmark
  public double network() {
    return new NetworkLatency(model).milliseconds(narrowed);
  }

  /** The first of a network's plans. */
  @Benchmark
  public double firstPlan() {
    return new PlanPricer(model, groups).milliseconds(first);
  }

  /** Each plan differs from the one before in the width of one group. */
  @Benchmark
  @OperationsPerInvocation(CHANGES)
  public double oneGroupChanged(Beginner beginner) {
    double sum = 0;
    for (WidthPlan plan : changes) {
      sum += beginner.pricer.milliseconds(plan);
    }
    return sum;
  }
}
