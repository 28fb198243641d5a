package dev.notch.timing.holdout;

import dev.notch.timing.TimingModel;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.List;

/** A layer of a test network and what a model says it takes. */
public record PricedLayer(TestLayer layer, double predictedMs) {

  /** Prices all layers of kinds that the model knows. */
  static List<PricedLayer> of(TimingModel model, List<TestLayer> layers) {
    return layers.stream()
        .filter(layer -> model.trees().containsKey(layer.config().kind()))
        .map(layer -> new PricedLayer(layer, model.predict(layer.config())))
        .toList();
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
