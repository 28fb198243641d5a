package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Executable;
import dev.notch.profiler.Timing;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.compare.Comparison;
import dev.notch.profiler.compare.Ratio;
import dev.notch.profiler.compare.Visits;
import dev.notch.profiler.onnx.ForeignModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Measures a narrowed network against the baseline, in turns, while nobody trains. */
record Stopwatch(Setting setting, Backend backend, Baseline baseline) {

  /**
   * The time of the baseline and its noise, before there is anything to compare it with.
   *
   * @param original the file as it came, in ONNX Runtime, if the network is one
   */
  record Alone(Timing timing, double noiseFloor, Optional<Timing> original) {}

  Alone baseline(Progress progress) {
    progress.stage("measure the baseline");
    List<Supplier<Executable>> all = new ArrayList<>(List.of(open(baseline.deployed())));
    setting.subject().file().ifPresent(file -> all.add(() -> original(file)));
    List<Visits> visits = run(all, progress);
    Visits own = visits.get(0);
    Optional<Timing> original = visits.stream().skip(1).findFirst().map(Visits::timing);
    return new Alone(own.timing(), own.noiseFloor(), original);
  }

  private Executable original(Subject.Imported file) {
    return open(file.path(), file);
  }

  private Executable open(Path file, Subject.Imported like) {
    return new ForeignModel(
        file, like.content().signature().input().dims(), setting.request().machine().threads());
  }

  /** The times of two files in ONNX Runtime, in turns. */
  record Files(Timing original, Timing written) {}

  /**
   * What was written beside the file as it came.
   *
   * @param original the file as it came
   */
  Files files(Subject.Imported original, Path written, Progress progress) {
    progress.stage("measure the files");
    List<Visits> visits =
        run(List.of(() -> original(original), () -> open(written, original)), progress);
    return new Files(visits.get(0).timing(), visits.get(1).timing());
  }

  private Supplier<Executable> open(Weighted network) {
    int threads = setting.request().machine().threads();
    return () -> backend.open(network.network(), network.weights(), threads);
  }

  /**
   * @param narrowed as it learns
   */
  Race race(Network narrowed, Weights weights, Progress progress) {
    progress.stage("measure");
    List<Visits> visits =
        run(
            List.of(open(baseline.deployed()), open(setting.form().deploy(narrowed, weights))),
            progress);
    Visits before = visits.get(0);
    Visits after = visits.get(1);
    Ratio ratio = Ratio.of(after, before, setting.request().work().seed());
    double noise = Math.max(before.noiseFloor(), after.noiseFloor());
    return new Race(
        before.timing(), after.timing(), ratio.value(), ratio.low(), ratio.high(), noise);
  }

  private List<Visits> run(List<Supplier<Executable>> entries, Progress progress) {
    Comparison comparison =
        new Comparison(
            backend,
            Timer.system(),
            setting.request().machine().threads(),
            setting.effort().verification().rounds(),
            setting.effort().verification().seconds(),
            setting.request().work().seed());
    return setting.lock().whileMeasuring(progress, () -> comparison.measure(entries, progress));
  }
}
