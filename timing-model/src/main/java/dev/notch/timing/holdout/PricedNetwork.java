package dev.notch.timing.holdout;

import dev.notch.profiler.LayerConfig;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.NetworkLatency;
import dev.notch.timing.TimingModel;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A test network and what a model says it takes.
 *
 * @param interval what the model expects a measurement within, if it knows
 * @param unseen steps of sizes beyond those that the model was fitted to
 */
public record PricedNetwork(
    TestNetwork network, double predictedMs, Optional<Interval> interval, int unseen) {

  /** Prices all networks whose every step the model can price. */
  static List<PricedNetwork> of(TimingModel model, List<TestNetwork> networks) {
    NetworkLatency latency = new NetworkLatency(model);
    List<PricedNetwork> priced = new ArrayList<>();
    for (TestNetwork network : networks) {
      if (network.steps().stream().allMatch(s -> model.trees().containsKey(s.kind()))) {
        double ms = latency.milliseconds(network.steps());
        priced.add(
            new PricedNetwork(network, ms, latency.interval(ms), unseen(model, network.steps())));
      }
    }
    return List.copyOf(priced);
  }

  private static int unseen(TimingModel model, List<LayerConfig> steps) {
    return (int) steps.stream().filter(step -> !model.explain(step).seen()).count();
  }

  public double measuredMs() {
    return network.time().ms();
  }

  /** How far off the prediction is, in percent; negative if it is too low. */
  public double error() {
    return 100 * (predictedMs / measuredMs() - 1);
  }

  static ErrorStats errors(List<PricedNetwork> networks) {
    return ErrorStats.of(predicted(networks), measured(networks));
  }

  static OptionalDouble rankCorrelation(List<PricedNetwork> networks) {
    return Ranks.correlation(predicted(networks), measured(networks));
  }

  private static double[] predicted(List<PricedNetwork> networks) {
    return networks.stream().mapToDouble(PricedNetwork::predictedMs).toArray();
  }

  private static double[] measured(List<PricedNetwork> networks) {
    return networks.stream().mapToDouble(PricedNetwork::measuredMs).toArray();
  }
}
