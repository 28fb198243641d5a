package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.compressor.guard.Agreement;
import dev.notch.compressor.guard.Agreement.OutputError;
import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.guard.Finding;
import dev.notch.compressor.guard.Guard;
import dev.notch.compressor.job.Retrainer.Trained;
import dev.notch.compressor.reconstruction.Reconstruction;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.search.Objective;
import dev.notch.compressor.training.Recalibration;
import dev.notch.models.data.Images;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Cuts, retrains, judges and measures plans until {@link BackOff} has nothing more to try. */
record Attempts(
    Setting setting,
    Baseline baseline,
    ChannelScores scores,
    Retrainer retrainer,
    PlanStage plans,
    Stopwatch stopwatch,
    Aim aim,
    RunFolder run) {
  private static final int BATCHES_RECONSTRUCTED = 2;
  private static final int FEWEST_RECONSTRUCTED = 8;
  private static final double SHARE_OF_RETRAINING = 0.25;

  /** The fastest attempt that passed the guard within the budget, or what comes nearest to it. */
  Attempt find(Progress progress) {
    Optional<Correctness> control = control(progress);
    List<Attempt> made = new ArrayList<>();
    double fraction = aim.fraction();
    made.add(attempt(0, choice(0, fraction, progress), control, progress));
    for (int k = 1; k <= setting.effort().backOffs(); k++) {
      OptionalDouble next = BackOff.next(made.stream().map(Attempt::step).toList(), fraction);
      if (next.isEmpty()) {
        break;
      }
      fraction = next.getAsDouble();
      progress.note(
          String.format(
              Locale.ROOT, "trying again at %.1f %% of the baseline's cost", 100 * fraction));
      Choice choice = choice(k, fraction, progress);
      if (made.stream().anyMatch(m -> m.choice().widths().equals(choice.widths()))) {
        break; // the same plan again: there is none in between
      }
      made.add(attempt(k, choice, control, progress));
    }
    return best(made);
  }

  private static Attempt best(List<Attempt> made) {
    return made.stream()
        .filter(attempt -> !attempt.guardFailed())
        .min(Comparator.comparingDouble(Attempt::ratio))
        .orElse(made.get(made.size() - 1));
  }

  private Choice choice(int number, double fraction, Progress progress) {
    return run.stage(
        "search-" + number, Choice.class, progress, () -> plans.choose(fraction, progress));
  }

  private Attempt attempt(
      int number, Choice choice, Optional<Correctness> control, Progress progress) {
    WidthPlan plan = setting.groups().fromMap(choice.widths());
    ChannelSelection selection = select(plan);
    progress.stage("retrain");
    Trained trained =
        retrainer.retrain(
            "retrained-" + number, selection.narrow(), () -> start(selection, progress), progress);
    Finding finding = judge(control, trained, progress);
    progress.note(finding.describe());
    Race race =
        run.stage(
            "verify-" + number,
            Race.class,
            progress,
            () -> stopwatch.race(trained.network(), trained.weights(), progress));
    boolean timed = setting.request().target().objective() == Objective.TIME;
    return new Attempt(
        choice,
        plan,
        trained.network(),
        trained.weights(),
        finding,
        race,
        timed ? race.ratio() : choice.ratio(),
        aim.allowed(race));
  }

  private Finding judge(Optional<Correctness> control, Trained trained, Progress progress) {
    return switch (setting.proof()) {
      case ACCURACY ->
          guard().judge(baseline.accuracy(), control, trained.validation().orElseThrow());
      case AGREEMENT -> agreement(trained, progress);
      case NOTHING -> new Finding.Nothing();
    };
  }

  /** Of what is deployed, with all that comes behind the answers it learned. */
  private Agreement agreement(Trained trained, Progress progress) {
    progress.stage("compare the outputs");
    Weighted before = baseline.deployed();
    Weighted after = setting.form().deploy(trained.network(), trained.weights());
    Images images = setting.data().validation();
    double[] errors =
        setting
            .errors(images)
            .of(before.network(), before.weights(), after.network(), after.weights(), progress);
    List<OutputError> outputs = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      outputs.add(new OutputError(setting.subject().outputName(i), errors[i]));
    }
    return new Agreement(outputs, setting.request().target().maxError(), images.size());
  }

  private Optional<Correctness> control(Progress progress) {
    if (setting.proof() != Proof.ACCURACY) {
      return Optional.empty();
    }
    if (!setting.effort().control() || !guard().guards(baseline.accuracy())) {
      progress.note("no control: the baseline was not trained on beside the result");
      return Optional.empty();
    }
    return retrainer.control(progress).validation();
  }

  private ChannelSelection select(WidthPlan plan) {
    return ChannelSelection.of(setting.network(), setting.groups(), plan, scores);
  }

  /** Where training starts; without pictures, also where it ends. */
  private Weights start(ChannelSelection selection, Progress progress) {
    if (setting.proof() == Proof.NOTHING) {
      return selection.slice(baseline.weights());
    }
    Recalibration pictures = new Recalibration(setting.data(), setting.trainThreads());
    int count = reconstructed();
    if (count < FEWEST_RECONSTRUCTED) {
      return pictures.calibrate(
          selection.narrow(), selection.slice(baseline.weights()), Integer.MAX_VALUE);
    }
    progress.stage("reconstruct");
    return new Reconstruction(pictures.batches(count), setting.trainThreads())
        .of(selection, setting.network(), baseline.weights(), progress);
  }

  /** How many pictures a reconstruction can look at without becoming the longer part. */
  private int reconstructed() {
    double work = setting.effort().retrain().teraMacs() * 1e12 * SHARE_OF_RETRAINING;
    double affordable = work / Reconstruction.macsOfPicture(setting.network());
    int most = BATCHES_RECONSTRUCTED * Recalibration.batch(setting.data().train());
    return (int) Math.min(most, affordable);
  }

  private Guard guard() {
    return new Guard(setting.request().target().maxDrop(), setting.data().classes());
  }
}
