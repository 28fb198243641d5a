package dev.notch.compressor.job;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.guard.Guard;
import dev.notch.compressor.guard.Verdict;
import dev.notch.compressor.job.Retrainer.Trained;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.training.Recalibration;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import java.util.Locale;
import java.util.Optional;

/**
 * Cuts, retrains and judges plans until one passes the guard: each time the guard fails, the next
 * plan may be slower, half the way back to the baseline in ratio.
 */
record Attempts(
    Setting setting,
    Baseline baseline,
    ChannelScores scores,
    Retrainer retrainer,
    PlanStage plans,
    RunFolder run) {

  /** The first attempt that passes, or else the last. */
  Attempt find(double asked, Progress progress) {
    double fraction = asked;
    Optional<Correctness> control = control(progress);
    Attempt attempt = attempt(0, fraction, control, progress);
    for (int k = 1; k <= setting.effort().backOffs() && failed(attempt); k++) {
      fraction = Math.sqrt(Math.max(fraction, attempt.choice().ratio()));
      progress.note(
          String.format(
              Locale.ROOT,
              "%s; trying again at %.0f %% of the baseline's cost",
              attempt.verdict().describe(),
              100 * fraction));
      attempt = attempt(k, fraction, control, progress);
    }
    return attempt;
  }

  private Attempt attempt(
      int number, double fraction, Optional<Correctness> control, Progress progress) {
    Choice choice =
        run.stage(
            "search-" + number,
            Choice.class,
            progress,
            () -> plans.choose("search-" + number, fraction, progress));
    WidthPlan plan = setting.groups().fromMap(choice.widths());
    ChannelSelection selection = select(plan);
    progress.stage("retrain");
    Trained trained =
        retrainer.retrain("retrained-" + number, selection.narrow(), sliced(selection), progress);
    Verdict verdict = guard().judge(baseline.validation(), control, trained.validation());
    progress.note(verdict.describe());
    return new Attempt(choice, plan, trained.network(), trained.weights(), verdict);
  }

  private Optional<Correctness> control(Progress progress) {
    if (!setting.effort().control() || !guard().guards(baseline.validation())) {
      progress.note("no control: the baseline was not trained on beside the result");
      return Optional.empty();
    }
    progress.stage("control");
    return Optional.of(retrainer.control(progress).validation());
  }

  private ChannelSelection select(WidthPlan plan) {
    return ChannelSelection.of(setting.network(), setting.groups(), plan, scores);
  }

  private Weights sliced(ChannelSelection selection) {
    Weights weights = selection.slice(baseline.weights());
    return new Recalibration(setting.data(), setting.trainThreads())
        .calibrate(selection.narrow(), weights, Integer.MAX_VALUE);
  }

  private Guard guard() {
    return new Guard(setting.request().target().maxDrop(), setting.data().classes());
  }

  private static boolean failed(Attempt attempt) {
    return attempt.verdict().outcome() == Verdict.Outcome.FAILED;
  }
}
