package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
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
import dev.notch.timing.adaptive.ErrorChooser;
import dev.notch.timing.holdout.Evaluation;
import dev.notch.timing.holdout.EvaluationRequest;
import dev.notch.timing.holdout.EvaluationRequest.TestSet;
import dev.notch.timing.holdout.MeasuredSets;
import dev.notch.timing.holdout.RuntimeEvaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
  private static final double ONNXRUNTIME_SECONDS = 480;
  private static final double PYTORCH_SECONDS = 720;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runtime",
      split = ",",
      paramLabel = "NAME",
      description = "onnxruntime, pytorch or both (default: both).")
  private List<RuntimeId> runtimes = List.of(RuntimeId.ONNXRUNTIME, RuntimeId.PYTORCH);

  @Mixin private ThreadsOption threads;
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
      defaultValue = "" + TestSet.VARIANTS,
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

  @Option(
      names = "--chains",
      defaultValue = "" + TestSet.CHAINS,
      paramLabel = "N",
      description =
          "Small random networks of no architecture besides, whose layers alone are asked about"
              + " (default: ${DEFAULT-VALUE}).")
  private int chains;

  @Option(
      names = "--no-baselines",
      description = "Do not let Smile's learners learn beside the timing trees.")
  private boolean noBaselines;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of evaluation.json, evaluation.txt, layers.csv, networks.csv and"
              + " learning-curve.csv (default: results/evaluation-RUNTIME..., with -Nt for N threads).")
  private Optional<Path> out;

  @Mixin private CacheOption cache;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    List<EvaluationRequest> requests = requests();
    Device device = Device.detect();
    Evaluation evaluation;
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      List<MeasuredSets> measured = new ArrayList<>();
      for (int i = 0; i < runtimes.size(); i++) {
        measured.add(measure(runtimes.get(i), device, requests.get(i), progress));
      }
      evaluation =
          new Evaluation(
              origin(device),
              measured.stream()
                  .map(sets -> RuntimeEvaluation.of(sets, seed, !noBaselines, progress))
                  .toList());
    }
    Path folder = out.orElseGet(this::defaultFolder);
    evaluation.write(folder);
    PrintWriter printed = spec.commandLine().getOut();
    if (json.asked()) {
      Json.print(printed, evaluation.figures());
    } else {
      printed.print(evaluation.text());
      printed.flush();
    }
    warn(evaluation);
    spec.commandLine().getErr().println("wrote " + folder);
    return Exit.DONE;
  }

  /** With {@code --json} nobody reads the report. */
  private void warn(Evaluation evaluation) {
    for (RuntimeEvaluation runtime : evaluation.runtimes()) {
      runtime
          .beyond()
          .note()
          .ifPresent(
              note ->
                  spec.commandLine()
                      .getErr()
                      .println("warning: " + runtime.runtime() + ": " + note));
    }
  }

  private List<EvaluationRequest> requests() {
    if (new HashSet<>(runtimes).size() < runtimes.size()) {
      throw new ParameterException(spec.commandLine(), "name each --runtime once");
    }
    List<Network> networks = zoo.build();
    try {
      return runtimes.stream().map(runtime -> request(runtime, networks)).toList();
    } catch (NotchException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private EvaluationRequest request(RuntimeId runtime, List<Network> networks) {
    double time =
        seconds.orElse(runtime == RuntimeId.PYTORCH ? PYTORCH_SECONDS : ONNXRUNTIME_SECONDS);
    TestSet test = new TestSet(testSeed, variants, chains, time);
    return new EvaluationRequest(
        networks, threads.count(), ProfileEffort.named(effort), seed, test);
  }

  private MeasuredSets measure(
      RuntimeId runtime, Device device, EvaluationRequest request, Progress progress) {
    Backend backend = Backends.of(runtime);
    MeasurementLock lock = new MeasurementLock(cache.folder());
    Profiler profiler =
        new Profiler(backend, Timer.system(), lock, device, new ErrorChooser(request.seed()));
    ProfileFolder folder =
        ProfileFolder.of(
            cache.folder(), device.fingerprint(), runtime, backend.version(), threads.count());
    return MeasuredSets.measure(profiler, request, folder, progress);
  }

  private Evaluation.Origin origin(Device device) {
    String command =
        "optimize " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    return new Evaluation.Origin(
        ToolVersion.version(),
        command,
        device.fingerprint(),
        device.text(),
        threads.count(),
        effort,
        seed,
        testSeed,
        variants);
  }

  private Path defaultFolder() {
    String names = runtimes.stream().map(RuntimeId::label).collect(Collectors.joining("-"));
    String number = threads.count() == 1 ? "" : "-" + threads.count() + "t";
    return Path.of("results", "evaluation-" + names + number);
  }
}
