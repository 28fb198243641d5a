package dev.notch.timing.holdout;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.StoreHeader;
import dev.notch.timing.Fitter;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import java.util.List;
import java.util.Optional;

/**
 * How good the timing model of one runtime is.
 *
 * @param header under which conditions the test networks were measured
 * @param layers group by group
 * @param leftOut each family priced by a model that does not know it
 * @param curve errors against what was measured, from little to all
 * @param coverage of the model's prediction intervals, if it has them
 * @param test how the test networks were measured
 * @param unlearned full-width networks of the profile that were not learned from
 * @param unasked test networks that were left out because the profile holds them
 */
public record RuntimeEvaluation(
    StoreHeader header,
    List<LayerErrors> layers,
    List<PricedLayer> pricedLayers,
    NetworkErrors networks,
    List<LeftOut> leftOut,
    List<LearningCurve.Point> curve,
    Optional<Coverage> coverage,
    Cost cost,
    TestRun test,
    int unlearned,
    int unasked) {

  public RuntimeEvaluation {
    layers = List.copyOf(layers);
    pricedLayers = List.copyOf(pricedLayers);
    leftOut = List.copyOf(leftOut);
    curve = List.copyOf(curve);
  }

  /** The label of the runtime. */
  public String runtime() {
    return header.runtime().label();
  }

  /** What of the test is of sizes beyond those that the model was fitted to. */
  public Beyond beyond() {
    return Beyond.of(pricedLayers, networks.networks());
  }

  /**
   * Fits a model to the profile and asks it about the test networks.
   *
   * @param seed of all that is drawn
   * @param baselines whether others learn beside it
   * @throws dev.notch.models.NotchException if a store cannot be read or holds nothing
   */
  public static RuntimeEvaluation of(
      MeasuredSets sets, long seed, boolean baselines, Progress progress) {
    progress.stage("read measurements");
    Measurements profile = Measurements.read(sets.training());
    Measurements test = profile.readBeside(sets.test());
    TestData data = TestData.of(profile, test, sets);
    String runtime = test.header().runtime().label();
    progress.stage("fit " + runtime);
    long start = System.nanoTime();
    TimingModel plain = Fitter.model(data.training(), runtime, seed);
    Cost cost = Cost.of(profile, data.training(), (System.nanoTime() - start) / 1e9);
    TimingModel model = Fitter.withIntervals(plain, data.training(), profile, progress);
    progress.stage("compare layers of " + runtime);
    List<LayerErrors> layers =
        new LayerSection(data, model, baselines(baselines, data.training(), seed)).errors(progress);
    NetworkErrors networks = NetworkErrors.of(model, data.networks());
    progress.stage("leave out families of " + runtime);
    List<LeftOut> leftOut = LeftOut.each(data, runtime, seed, progress);
    progress.stage("learning curve of " + runtime);
    List<LearningCurve.Point> curve =
        new LearningCurve(data, profile.time(), runtime, seed).points(progress);
    List<PricedLayer> pricedLayers = PricedLayer.of(model, data.layers());
    return new RuntimeEvaluation(
        test.header(),
        layers,
        pricedLayers,
        networks,
        leftOut,
        curve,
        Coverage.of(model, networks.networks(), pricedLayers),
        cost,
        TestRun.of(test, sets.networks()),
        data.unlearned(),
        data.unasked());
  }

  private static Optional<BaselineSection> baselines(
      boolean asked, TrainingData training, long seed) {
    return asked ? Optional.of(new BaselineSection(training, seed)) : Optional.empty();
  }
}
