package dev.notch.timing;

import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.Step;
import java.util.List;

/**
 * Prices width plans of one network without building the narrowed networks: exactly what {@link
 * NetworkLatency} says of them, thousands of times faster. Remembers the price of every step at
 * every pair of widths it has met, so it is not safe for use by several threads: give each its own.
 */
public final class PlanPricer {
  private final TimingModel model;
  private final List<PricedStep> steps;

  public PlanPricer(TimingModel model, ChannelGroups groups) {
    this.model = model;
    Lowering lowering = Lowering.of(RuntimeId.parse(model.provenance().runtime()));
    steps =
        lowering.lower(groups.network()).steps().stream()
            .map(step -> new PricedStep(step, groups, model))
            .toList();
  }

  /**
   * The predicted time of the network narrowed to a legal plan, in milliseconds.
   *
   * @throws UnprofiledLayerException if the model cannot price a layer
   */
  public double milliseconds(WidthPlan plan) {
    double sum = 0;
    for (PricedStep step : steps) {
      sum += step.milliseconds(plan);
    }
    return model.network().total(sum, steps.size());
  }

  /** A step of the network with its prices so far. */
  private static final class PricedStep {
    private final ChannelGroups groups;
    private final TimingModel model;
    private final StepWidths widths;
    private final int[] inputs;
    private final int output;
    private final PriceTable prices = new PriceTable();

    PricedStep(Step step, ChannelGroups groups, TimingModel model) {
      this.groups = groups;
      this.model = model;
      widths = new StepWidths(groups.network(), step);
      inputs = widths.inputs();
      output = step.nodeId();
    }

    double milliseconds(WidthPlan plan) {
      int in = groups.channels(inputs[0], plan);
      for (int i = 1; i < inputs.length; i++) {
        in = Math.min(in, groups.channels(inputs[i], plan));
      }
      int out = groups.channels(output, plan);
      double known = prices.get(in, out);
      if (!Double.isNaN(known)) {
        return known;
      }
      LayerConfig config = widths.at(in, out);
      double price = model.predict(config);
      prices.put(in, out, price);
      return price;
    }
  }
}
