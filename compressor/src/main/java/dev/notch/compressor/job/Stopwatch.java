package dev.notch.compressor.job;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Timing;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.compare.Comparison;
import dev.notch.profiler.compare.Ratio;
import dev.notch.profiler.compare.Visits;
import java.util.List;

/** Measures a narrowed network against the baseline, in turns, while nobody trains. */
record Stopwatch(Setting setting, Backend backend, Baseline baseline) {

  /** The time of the baseline and its noise, before there is anything to compare it with. */
  record Alone(Timing timing, double noiseFloor) {}

  Alone baseline(Progress progress) {
    progress.stage("measure the baseline");
    Visits visits = run(List.of(entry(setting.network(), baseline.weights())), progress).get(0);
    return new Alone(visits.timing(), visits.noiseFloor());
  }

  Race race(Network narrowed, Weights weights, Progress progress) {
    progress.stage("measure");
    List<Visits> visits =
        run(
            List.of(entry(setting.network(), baseline.weights()), entry(narrowed, weights)),
            progress);
    Visits before = visits.get(0);
    Visits after = visits.get(1);
    Ratio ratio = Ratio.of(after, before, setting.request().work().seed());
    double noise = Math.max(before.noiseFloor(), after.noiseFloor());
    return new Race(
        before.timing(), after.timing(), ratio.value(), ratio.low(), ratio.high(), noise);
  }

  private List<Visits> run(List<Comparison.Entry> entries, Progress progress) {
    Comparison comparison =
        new Comparison(
            backend,
            Timer.system(),
            setting.request().machine().threads(),
            setting.effort().verification().rounds(),
            setting.effort().verification().seconds(),
            setting.request().work().seed());
    return setting.lock().whileMeasuring(progress, () -> comparison.run(entries, progress));
  }

  private static Comparison.Entry entry(Network network, Weights weights) {
    return new Comparison.Entry(network, weights);
  }
}
