package dev.notch.timing.holdout;

import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.TimingModel;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a test network and what a model says it takes.
 *
 * @param interval what the model expects a measurement within, if it knows
 * @param seen whether the model was fitted to layers of this size
 */
public record PricedLayer(
    TestLayer layer, double predictedMs, Optional<Interval> interval, boolean seen) {

  /** Prices all layers of kinds that the model knows. */
  static List<PricedLayer> of(TimingModel model, List<TestLayer> layers) {
    return layers.stream()
        .filter(layer -> model.trees().containsKey(layer.config().kind()))
        .map(layer -> of(layer, model.explain(layer.config())))
        .toList();
  }

  private static PricedLayer of(TestLayer layer, TimingModel.Prediction price) {
    return new PricedLayer(layer, price.ms(), price.interval(), price.seen());
  }

  public double measuredMs() {
    return layer.time().ms();
  }

  static ErrorStats errors(List<PricedLayer> layers) {
    return ErrorStats.of(
        layers.stream().mapToDouble(PricedLayer::predictedMs).toArray(),
        layers.stream().mapToDouble(PricedLayer::measuredMs).toArray());
  }
}
