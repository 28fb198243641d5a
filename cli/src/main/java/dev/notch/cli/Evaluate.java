package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.measure.Backends;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.store.ProfileFolder;
import dev.notch.timing.holdout.EvaluationRequest;
import dev.notch.timing.holdout.MeasuredSets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how far to believe the timing models of this device. */
@Command(
    name = "evaluate",
    description =
        "Measures networks that nobody profiled and compares them, and their layers, with what a"
            + " timing model says that was fitted to the profile. What is missing of the profile is"
            + " measured first; an interrupted evaluation goes on where it stopped.",
    footer = {
      "%nExamples:",
      "  optimize evaluate",
      "  optimize evaluate --runtime onnxruntime --model mobilenet,vgg16 --variants 8",
      "  optimize evaluate --effort quick --cache /tmp/quick --out results/quick --json"
    })
final class Evaluate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--runtime",
      split = ",",
      paramLabel = "NAME",
      description = "onnxruntime, pytorch or both (default: both).")
  private List<RuntimeId> runtimes = List.of(RuntimeId.ONNXRUNTIME, RuntimeId.PYTORCH);

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that run what is measured (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Mixin private ZooOptions zoo;

  @Option(
      names = "--effort",
      defaultValue = "standard",
      paramLabel = "NAME",
      description =
          "Profile to learn from: quick, standard or thorough (default: ${DEFAULT-VALUE}). All"
              + " that the cache holds is learned from: evaluate a smaller effort in a --cache of"
              + " its own.")
  private String effort;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the profile's random widths (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--test-seed",
      defaultValue = "2",
      paramLabel = "N",
      description = "Seed of the test networks' random widths (default: ${DEFAULT-VALUE}).")
  private long testSeed;

  @Option(
      names = "--variants",
      defaultValue = "20",
      paramLabel = "N",
      description =
          "Test networks of each architecture besides the one at full width (default:"
              + " ${DEFAULT-VALUE}).")
  private int variants;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Time to measure the test networks of a runtime; each has at least twelve rounds"
              + " (default: 480 for onnxruntime, 720 for pytorch).")
  private Optional<Double> seconds;

  @Mixin private CacheOption cache;

  @Override
  public Integer call() {
    List<Network> networks = zoo.build();
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      for (RuntimeId runtime : runtimes) {
        MeasuredSets sets = measure(runtime, request(runtime, networks), progress);
        progress.note("measured " + sets.training() + " and " + sets.test());
      }
    }
    return Exit.DONE;
  }

  private EvaluationRequest request(RuntimeId runtime, List<Network> networks) {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, not " + threads);
    }
    double time = seconds.orElse(runtime == RuntimeId.PYTORCH ? 720.0 : 480.0);
    try {
      return new EvaluationRequest(
          networks,
          threads,
          ProfileEffort.named(effort),
          seed,
          new EvaluationRequest.TestSet(testSeed, variants, time),
          true);
    } catch (NotchException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private MeasuredSets measure(RuntimeId runtime, EvaluationRequest request, Progress progress) {
    Backend backend = Backends.of(runtime);
    Device device = Device.detect();
    MeasurementLock lock = new MeasurementLock(cache.folder());
    Profiler profiler = new Profiler(backend, Timer.system(), lock, device);
    ProfileFolder folder =
        ProfileFolder.of(cache.folder(), device.fingerprint(), runtime, backend.version(), threads);
    return MeasuredSets.measure(profiler, request, folder, progress);
  }
}
