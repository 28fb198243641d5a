package dev.notch.compressor.job;

import dev.notch.compressor.guard.Verdict;
import dev.notch.compressor.job.Delivery.Measurement;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.CompressionResult.BudgetResult;
import dev.notch.compressor.run.CompressionResult.Correction;
import dev.notch.compressor.run.CompressionResult.Dataset;
import dev.notch.compressor.run.CompressionResult.GuardResult;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import dev.notch.compressor.run.CompressionResult.SearchSummary;
import dev.notch.compressor.run.CompressionResult.Speedup;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.search.Objective;
import dev.notch.models.data.DataSet;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.timing.PlanPricer;
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
    Baseline baseline) {

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
    Verdict verdict = guard().judge(baseline.validation(), Optional.empty(), baseline.validation());
    return result(
        Ending.ALREADY_MET,
        network,
        network,
        new Speedup(1, 1, 1),
        verdict,
        new BudgetResult(budget().asked(), Budget.TOLERANCE, asked, 1, true),
        new SearchSummary(0, 0, List.of()),
        List.of());
  }

  /** A narrowed network, whatever became of it. */
  CompressionResult compressed(Attempt attempt, PlanPricer pricer) {
    Delivery delivery = new Delivery(setting, run, pricer::milliseconds);
    Race race = attempt.race();
    Measurement result =
        new Measurement(
            attempt.plan(),
            attempt.network(),
            attempt.weights(),
            attempt.verdict().result(),
            race.narrowed(),
            race.noiseFloor());
    delivery.write(result);
    return result(
        ending(attempt),
        delivery.report(baselineMeasurement(race.baseline(), race.noiseFloor()), false, notes),
        delivery.report(result, true, notes),
        new Speedup(1 / race.ratio(), 1 / race.high(), 1 / race.low()),
        attempt.verdict(),
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
    return switch (attempt.verdict().outcome()) {
      case NOT_GUARDED -> Ending.NOT_GUARDED;
      case FAILED -> Ending.GUARD_FAILED;
      case PASSED -> attempt.withinBudget() ? Ending.DONE : Ending.OVER_BUDGET;
    };
  }

  private Measurement baselineMeasurement(dev.notch.profiler.Timing timing, double noiseFloor) {
    return new Measurement(
        setting.groups().full(),
        setting.network(),
        baseline.weights(),
        baseline.validation().accuracy(),
        timing,
        noiseFloor);
  }

  private CompressionResult result(
      Ending ending,
      NetworkResult before,
      NetworkResult after,
      Speedup speedup,
      Verdict verdict,
      BudgetResult budget,
      SearchSummary search,
      List<Correction> corrections) {
    Request request = setting.request();
    return new CompressionResult(
        CompressionResult.FORMAT,
        CompressionResult.thisTool(),
        command,
        request.target().model(),
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
        before,
        after,
        speedup,
        GuardResult.of(verdict),
        budget,
        search,
        corrections,
        notes.seconds(),
        notes.notes());
  }

  private Dataset dataset() {
    DataSet data = setting.data();
    return new Dataset(
        data.name(),
        data.fingerprint(),
        data.classes(),
        data.train().size(),
        data.validation().size(),
        data.test().size());
  }

  private dev.notch.compressor.guard.Guard guard() {
    return new dev.notch.compressor.guard.Guard(
        setting.request().target().maxDrop(), setting.data().classes());
  }

  private Objective objective() {
    return setting.request().target().objective();
  }

  private Budget budget() {
    return setting.request().target().budget();
  }
}
