package dev.notch.compressor.job;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.importance.GradientSource;
import dev.notch.compressor.importance.Importance;
import dev.notch.compressor.run.Cache;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.CompressionResult.Original;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.run.Sha256;
import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.compressor.search.PlanCosts;
import dev.notch.compressor.search.SearchSpace;
import dev.notch.compressor.training.LossGradients;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSet;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.measure.Backends;
import dev.notch.timing.PlanPricer;
import dev.notch.timing.TimingModel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** One run of the main job, stage by stage. */
public final class Job {
  private static final Path RESULTS = Path.of("results");
  private static final int TAYLOR_BATCHES = 4;
  private static final int TAYLOR_BATCH = 64;

  private final Setting setting;
  private final RunFolder run;
  private final Backend backend;
  private final Device device;
  private final String command;

  private Job(Setting setting, RunFolder run, String command) {
    this.setting = setting;
    this.run = run;
    RuntimeId runtime = setting.request().machine().runtime();
    boolean file = setting.subject().file().isPresent();
    this.backend = file ? Backends.lenient(runtime) : Backends.of(runtime);
    this.device = Device.detect();
    this.command = command;
  }

  /** Loads the data and opens the run's folder. */
  public static Job start(Request request, String command, Progress progress) {
    Subject subject = Subject.of(request.target().model(), request.data().openSize());
    Optional<DataSet> pictures = pictures(request, subject, progress);
    Setting setting = Setting.of(request, subject, pictures, new Cache(request.places().cache()));
    if (request.target().budget().asksForLess()) {
      SearchSpace.requireGroups(setting.groups());
    }
    return new Job(setting, folder(setting), command);
  }

  private static Optional<DataSet> pictures(Request request, Subject subject, Progress progress) {
    if (request.data().source().isEmpty()) {
      return Optional.empty();
    }
    DataOptions options = subject.prepare(request.data().options());
    progress.stage("load the pictures");
    if (subject.file().isPresent() && options.normalization().isEmpty()) {
      progress.note(
          "the images are normalised with their own mean and deviation; if the network was trained"
              + " with others, give --mean and --std");
    }
    return Optional.of(request.data().source().get().load(options, progress));
  }

  private static RunFolder folder(Setting setting) {
    Request request = setting.request();
    String model = request.target().model().name();
    String key =
        Sha256.of(
            request.identity()
                + setting.pictures().map(DataSet::fingerprint).orElse("")
                + setting.subject().file().map(f -> setting.subject().key()).orElse(""));
    if (request.places().out().isPresent()) {
      Path out = request.places().out().get();
      return request.places().resume()
          ? RunFolder.resume(out, key)
          : RunFolder.createAt(out, model, key);
    }
    if (request.places().resume()) {
      return RunFolder.resumeLatest(RESULTS, key)
          .orElseThrow(
              () ->
                  new NotchException(
                      "there is no unfinished run with these options below results/; leave"
                          + " --resume out"));
    }
    return RunFolder.create(RESULTS, model, LocalDateTime.now(ZoneId.systemDefault()), key);
  }

  /**
   * Runs all stages; what was finished before is not done again.
   *
   * @throws NotchException if another process works on the same run
   */
  public Done run(Progress progress) {
    return run.alone(() -> stages(progress));
  }

  private Done stages(Progress progress) {
    Recorder notes = new Recorder(progress);
    OptionalDouble difference = verifyOriginal(notes);
    Baseline baseline = new BaselineStage(setting).find(notes);
    baseline.validation().ifPresent(validation -> noteAccuracy(validation, notes));
    TimingModel model = new TimingStage(setting, backend, device).model(notes);
    Stopwatch stopwatch = new Stopwatch(setting, backend, baseline);
    Stopwatch.Alone alone =
        run.stage(
            "measure-baseline", Stopwatch.Alone.class, notes, () -> stopwatch.baseline(notes));
    Report report =
        new Report(
            setting, run, backend, device, command, notes, baseline, original(alone, difference));
    report.noteOriginal(alone);
    Aim aim = new Aim(setting.request().target().budget(), alone.timing().quietMs());
    CompressionResult result =
        aim.fraction() >= 1
            ? report.alreadyMet(
                alone, aim.fraction(), new PlanPricer(model, setting.deployedGroups()))
            : compress(baseline, model, stopwatch, aim, report, notes);
    run.writeResult(result);
    return new Done(run.path(), result);
  }

  /** A network that was not read right must not be cut. */
  private OptionalDouble verifyOriginal(Progress progress) {
    Optional<Subject.Imported> file = setting.subject().file();
    if (file.isEmpty()) {
      return OptionalDouble.empty();
    }
    progress.stage("compare with ONNX Runtime");
    double difference =
        new Equality(setting.pictures()).original(file.get().path(), file.get().content());
    progress.note(
        String.format(
            Locale.ROOT, "read right: outputs differ from ONNX Runtime's by %.1e", difference));
    return OptionalDouble.of(difference);
  }

  private Optional<Original> original(Stopwatch.Alone alone, OptionalDouble difference) {
    return setting
        .subject()
        .file()
        .map(
            file ->
                new Original(
                    file.path().toString(),
                    file.sha256(),
                    alone.original().map(t -> Delivery.measured(t, alone.noiseFloor())),
                    difference.orElseThrow()));
  }

  private static void noteAccuracy(Correctness validation, Progress progress) {
    progress.note(
        String.format(
            Locale.ROOT,
            "baseline accuracy: %.2f %% on %d validation images",
            100 * validation.accuracy(),
            validation.images()));
  }

  private CompressionResult compress(
      Baseline baseline,
      TimingModel model,
      Stopwatch stopwatch,
      Aim aim,
      Report report,
      Progress progress) {
    PlanPricer pricer = new PlanPricer(model, setting.deployedGroups());
    ChannelScores scores = scores(baseline, progress);
    AccuracyEstimate accuracy = new SensitivityStage(setting, baseline, scores).estimate(progress);
    PlanStage plans =
        new PlanStage(
            setting,
            PlanCosts.of(setting.deployedGroups(), pricer::milliseconds),
            accuracy,
            aim,
            plan -> measure(stopwatch, baseline, scores, plan, progress));
    Retrainer retrainer = new Retrainer(setting, baseline, run);
    Attempt attempt =
        new Attempts(setting, baseline, scores, retrainer, plans, stopwatch, aim, run)
            .find(progress);
    return report.compressed(attempt, pricer, stopwatch);
  }

  /** The scores that decide which channels go. */
  private ChannelScores scores(Baseline baseline, Progress progress) {
    GradientSource gradients =
        (network, weights, batch) -> gradients(progress).forEachBatch(network, weights, batch);
    return Importance.parse(setting.request().work().importance())
        .scores(setting.network(), baseline.weights(), gradients);
  }

  private LossGradients gradients(Progress progress) {
    DataSet data = setting.data();
    return new LossGradients(
        data.train(),
        data.normalization(),
        TAYLOR_BATCHES,
        Math.min(TAYLOR_BATCH, data.train().size()),
        setting.trainThreads(),
        setting.request().work().seed(),
        progress);
  }

  private Race measure(
      Stopwatch stopwatch,
      Baseline baseline,
      ChannelScores scores,
      WidthPlan plan,
      Progress progress) {
    ChannelSelection selection =
        ChannelSelection.of(setting.network(), setting.groups(), plan, scores);
    return stopwatch.race(selection.narrow(), selection.slice(baseline.weights()), progress);
  }
}
