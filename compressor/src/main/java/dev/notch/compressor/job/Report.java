package dev.notch.compressor.job;

import dev.notch.compressor.guard.Agreement;
import dev.notch.compressor.guard.Agreement.OutputError;
import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.guard.Finding;
import dev.notch.compressor.guard.Guard;
import dev.notch.compressor.job.Delivery.Measurement;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.CompressionResult.AgreementResult;
import dev.notch.compressor.run.CompressionResult.BudgetResult;
import dev.notch.compressor.run.CompressionResult.Correction;
import dev.notch.compressor.run.CompressionResult.Dataset;
import dev.notch.compressor.run.CompressionResult.GuardResult;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import dev.notch.compressor.run.CompressionResult.Original;
import dev.notch.compressor.run.CompressionResult.SearchSummary;
import dev.notch.compressor.run.CompressionResult.Speedup;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.search.Objective;
import dev.notch.models.data.DataSet;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.profiler.Timing;
import dev.notch.timing.PlanPricer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the result's files and puts {@code run.json} together. */
record Report(
    Setting setting,
    RunFolder run,
    Backend backend,
    Device device,
    String command,
    Recorder notes,
    Baseline baseline,
    Optional<Original> original) {

  /** How long the file as it came takes, beside what is compared with. */
  void noteOriginal(Stopwatch.Alone alone) {
    alone
        .original()
        .ifPresent(
            timing ->
                notes.note(
                    String.format(
                        Locale.ROOT,
                        "the file as it came takes %.3f ms in ONNX Runtime, the baseline %.3f ms",
                        timing.quietMs(),
                        alone.timing().quietMs())));
    if (half().isPresent()) {
      notes.note(
          "it computes in half precision, and so will what is written; all other times are of the"
              + " network in single precision");
    }
  }

  private Optional<Subject.Imported> half() {
    return setting.subject().file().filter(file -> file.content().signature().half());
  }

  /** What was raced was the network in single precision. */
  private void noteHalf(Subject.Imported file, Stopwatch stopwatch) {
    Stopwatch.Files files = stopwatch.files(file, run.file(Delivery.MODEL), notes);
    notes.note(
        String.format(
            Locale.ROOT,
            "in half precision what was written takes %.3f ms in ONNX Runtime, the file as it came"
                + " %.3f ms",
            files.written().quietMs(),
            files.original().quietMs()));
  }

  /** The baseline itself is the result. */
  CompressionResult alreadyMet(Stopwatch.Alone alone, double asked, PlanPricer pricer) {
    notes.note(
        String.format(
            Locale.ROOT,
            "the baseline takes %.3f ms, the budget is %s: it is met already",
            alone.timing().quietMs(),
            budget().asked()));
    Measurement itself = baselineMeasurement(alone.timing(), alone.noiseFloor());
    Delivery delivery = new Delivery(setting, run, pricer::milliseconds);
    delivery.write(itself);
    NetworkResult network = delivery.report(itself, true, notes);
    return result(
        Ending.ALREADY_MET,
        network,
        network,
        new Speedup(1, 1, 1),
        itself(),
        new BudgetResult(budget().asked(), Budget.TOLERANCE, asked, 1, true),
        new SearchSummary(0, 0, List.of()),
        List.of());
  }

  /** A narrowed network, whatever became of it. */
  CompressionResult compressed(Attempt attempt, PlanPricer pricer, Stopwatch stopwatch) {
    Delivery delivery = new Delivery(setting, run, pricer::milliseconds);
    Race race = attempt.race();
    Measurement result =
        new Measurement(
            attempt.plan(),
            setting.form().deploy(attempt.network(), attempt.weights()),
            attempt.validation(),
            race.narrowed(),
            race.noiseFloor());
    delivery.write(result);
    half().ifPresent(file -> noteHalf(file, stopwatch));
    return result(
        ending(attempt),
        delivery.report(baselineMeasurement(race.baseline(), race.noiseFloor()), false, notes),
        delivery.report(result, true, notes),
        new Speedup(1 / race.ratio(), 1 / race.high(), 1 / race.low()),
        attempt.finding(),
        new BudgetResult(
            budget().asked(),
            Budget.TOLERANCE,
            attempt.allowed(),
            attempt.ratio(),
            attempt.withinBudget()),
        attempt.choice().search(),
        attempt.choice().corrections());
  }

  private Ending ending(Attempt attempt) {
    if (objective() == Objective.TIME && !attempt.race().faster()) {
      return Ending.NOT_FASTER;
    }
    return switch (attempt.finding().outcome()) {
      case NOT_MEASURED -> attempt.withinBudget() ? Ending.UNMEASURED : Ending.TOO_SLOW;
      case NOT_GUARDED -> Ending.NOT_GUARDED;
      case FAILED -> Ending.GUARD_FAILED;
      case PASSED -> attempt.withinBudget() ? Ending.DONE : Ending.OVER_BUDGET;
    };
  }

  private Measurement baselineMeasurement(Timing timing, double noiseFloor) {
    return new Measurement(
        setting.groups().full(),
        baseline.deployed(),
        baseline.validation().map(Correctness::accuracy),
        timing,
        noiseFloor);
  }

  private CompressionResult result(
      Ending ending,
      NetworkResult before,
      NetworkResult after,
      Speedup speedup,
      Finding finding,
      BudgetResult budget,
      SearchSummary search,
      List<Correction> corrections) {
    Request request = setting.request();
    return new CompressionResult(
        CompressionResult.FORMAT,
        CompressionResult.thisTool(),
        command,
        request.target().model().toString(),
        ending.outcome(),
        device.text(),
        device.fingerprint(),
        backend.runtime().label(),
        backend.version(),
        request.machine().threads(),
        request.work().seed(),
        request.work().effort(),
        objective().name().toLowerCase(Locale.ROOT),
        dataset(),
        original,
        before,
        after,
        speedup,
        GuardResult.of(finding),
        finding instanceof Agreement agreement
            ? Optional.of(AgreementResult.of(agreement))
            : Optional.empty(),
        budget,
        search,
        corrections,
        notes.seconds(),
        notes.notes());
  }

  private Optional<Dataset> dataset() {
    return setting.pictures().map(Report::dataset);
  }

  private static Dataset dataset(DataSet data) {
    return new Dataset(
        data.name(),
        data.fingerprint(),
        data.classes(),
        data.train().size(),
        data.validation().size(),
        data.test().size());
  }

  /** What the baseline is beside itself. */
  private Finding itself() {
    return switch (setting.proof()) {
      case ACCURACY -> guard().judge(baseline.accuracy(), Optional.empty(), baseline.accuracy());
      case AGREEMENT -> {
        List<OutputError> none = new ArrayList<>();
        for (int i = 0; i < setting.form().deployed().outputs().size(); i++) {
          none.add(new OutputError(setting.subject().outputName(i), 0));
        }
        yield new Agreement(
            none, setting.request().target().maxError(), setting.data().validation().size());
      }
      case NOTHING -> new Finding.Nothing();
    };
  }

  private Guard guard() {
    return new Guard(setting.request().target().maxDrop(), setting.data().classes());
  }

  private Objective objective() {
    return setting.request().target().objective();
  }

  private Budget budget() {
    return setting.request().target().budget();
  }
}
