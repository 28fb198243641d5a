package dev.notch.compressor.job;

import dev.notch.compressor.importance.GradientSource;
import dev.notch.compressor.importance.Importance;
import dev.notch.compressor.run.Cache;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.run.Sha256;
import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.compressor.search.PlanCosts;
import dev.notch.compressor.training.LossGradients;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataSet;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.profiler.measure.Backends;
import dev.notch.timing.PlanPricer;
import dev.notch.timing.TimingModel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;

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
    this.backend = Backends.of(setting.request().machine().runtime());
    this.device = Device.detect();
    this.command = command;
  }

  /** Loads the data and opens the run's folder. */
  public static Job start(Request request, String command, Progress progress) {
    progress.stage("load the pictures");
    DataSet data = request.data().source().load(request.data().options(), progress);
    Setting setting = Setting.of(request, data, new Cache(request.places().cache()));
    return new Job(setting, folder(request, data), command);
  }

  private static RunFolder folder(Request request, DataSet data) {
    String key = Sha256.of(request.identity() + data.fingerprint());
    String model = request.target().model();
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

  /** Runs all stages; what was finished before is not done again. */
  public Done run(Progress progress) {
    Recorder notes = new Recorder(progress);
    Baseline baseline = new BaselineStage(setting).find(notes);
    notes.note(
        String.format(
            java.util.Locale.ROOT,
            "baseline accuracy: %.2f %% on %d validation images",
            100 * baseline.validation().accuracy(),
            baseline.validation().images()));
    TimingModel model = new TimingStage(setting, backend, device).model(notes);
    Stopwatch stopwatch = new Stopwatch(setting, backend, baseline);
    Stopwatch.Alone alone =
        run.stage(
            "measure-baseline", Stopwatch.Alone.class, notes, () -> stopwatch.baseline(notes));
    Report report = new Report(setting, run, backend, device, command, notes, baseline);
    Aim aim = new Aim(setting.request().target().budget(), alone.timing().quietMs());
    CompressionResult result =
        aim.fraction() >= 1
            ? report.alreadyMet(alone, aim.fraction(), new PlanPricer(model, setting.groups()))
            : compress(baseline, model, stopwatch, aim, report, notes);
    run.writeResult(result);
    return new Done(run.path(), result);
  }

  private CompressionResult compress(
      Baseline baseline,
      TimingModel model,
      Stopwatch stopwatch,
      Aim aim,
      Report report,
      Progress progress) {
    PlanPricer pricer = new PlanPricer(model, setting.groups());
    ChannelScores scores = scores(baseline, progress);
    AccuracyEstimate accuracy = new SensitivityStage(setting, baseline, scores).estimate(progress);
    PlanStage plans =
        new PlanStage(
            setting,
            PlanCosts.of(setting.groups(), pricer::milliseconds),
            accuracy,
            aim,
            plan -> measure(stopwatch, baseline, scores, plan, progress));
    Retrainer retrainer = new Retrainer(setting, baseline, run);
    Attempt attempt =
        new Attempts(setting, baseline, scores, retrainer, plans, stopwatch, aim, run)
            .find(progress);
    return report.compressed(attempt, pricer);
  }

  /** The scores that decide which channels go. */
  private ChannelScores scores(Baseline baseline, Progress progress) {
    DataSet data = setting.data();
    GradientSource gradients =
        new LossGradients(
            data.train(),
            data.normalization(),
            TAYLOR_BATCHES,
            Math.min(TAYLOR_BATCH, data.train().size()),
            setting.trainThreads(),
            setting.request().work().seed(),
            progress);
    return Importance.parse(setting.request().work().importance())
        .scores(setting.network(), baseline.weights(), gradients);
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
