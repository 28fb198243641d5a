package dev.notch.timing;

import dev.notch.models.graph.Network;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.Step;
import dev.notch.timing.Intervals.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prices whole networks with a {@link TimingModel}. Immutable. */
public final class NetworkLatency {
  private final TimingModel model;
  private final Lowering lowering;

  public NetworkLatency(TimingModel model) {
    this.model = model;
    this.lowering = Lowering.of(RuntimeId.parse(model.provenance().runtime()));
  }

  /**
   * @param layer name of the layer that does the step's main work
   * @param price what the model says of it
   */
  public record StepEstimate(String layer, Step step, TimingModel.Prediction price) {

    public double ms() {
      return price.ms();
    }

    public boolean seen() {
      return price.seen();
    }
  }

  /**
   * @param sumMs all steps as their traces would say
   * @param totalMs the network: what its steps take when nobody watches, and what a call costs
   * @param interval what a measurement is expected within, if the model knows
   */
  public record Estimate(
      List<StepEstimate> steps, double sumMs, double totalMs, Optional<Interval> interval) {
    public Estimate {
      steps = List.copyOf(steps);
    }

    /** Steps of sizes that the model has not seen. */
    public long unseen() {
      return steps.stream().filter(step -> !step.seen()).count();
    }
  }

  /**
   * @throws UnprofiledLayerException if the model cannot price a layer
   */
  public Estimate estimate(Network network) {
    LoweredNetwork lowered = lowering.lower(network);
    List<StepEstimate> steps = new ArrayList<>();
    double sum = 0;
    double traced = 0;
    for (Step step : lowered.steps()) {
      String name = network.node(step.nodeId()).name();
      if (!model.trees().containsKey(step.config().kind())) {
        throw UnprofiledLayerException.of(network.name(), name, step.config(), model.provenance());
      }
      TimingModel.Prediction price = model.explain(step.config());
      steps.add(new StepEstimate(name, step, price));
      traced += price.ms();
      sum += model.network().step(step.config().kind(), price.leaf().index(), price.ms());
    }
    double total = model.network().total(sum, Features.weightsMb(lowered.configs()));
    return new Estimate(steps, traced, total, interval(total));
  }

  /** What the time of a network of this predicted time is expected within, if the model knows. */
  public Optional<Interval> interval(double totalMs) {
    return model.intervals().map(intervals -> intervals.network(totalMs));
  }

  /** The predicted time of a network in milliseconds. */
  public double milliseconds(Network network) {
    return milliseconds(lowering.lower(network).configs());
  }

  /** The predicted time of a network that consists of these steps. */
  public double milliseconds(List<LayerConfig> steps) {
    double sum = 0;
    for (LayerConfig step : steps) {
      sum += model.inNetwork(step);
    }
    return model.network().total(sum, Features.weightsMb(steps));
  }
}
