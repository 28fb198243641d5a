package dev.notch.timing;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.Fusion;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.Reorders;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.WidthLowering;
import java.util.ArrayList;
import java.util.List;

/**
 * Prices width plans of one network without building the narrowed networks: exactly what {@link
 * NetworkLatency} says of them, thousands of times faster. From plan to plan it looks only at what
 * the groups reach whose widths differ, and it remembers the price of every step at every pair of
 * widths it has met; the order in which plans come does not change a price. Not safe for use by
 * several threads: give each its own.
 */
public final class PlanPricer {
  private final TimingModel model;
  private final ChannelGroups groups;
  private final NodeWidths widths;
  private final WidthLowering lowering;
  private final KnownSteps known;

  /** Those at the present widths. */
  private final List<PricedStep> steps = new ArrayList<>();

  public PlanPricer(TimingModel model, ChannelGroups groups) {
    this.model = model;
    this.groups = groups;
    widths = new NodeWidths(groups);
    RuntimeId runtime = RuntimeId.parse(model.provenance().runtime());
    lowering = WidthLowering.of(runtime, groups.network());
    known = new KnownSteps(groups.network().nodes().size());
    lowering.steps(known);
  }

  /**
   * The predicted time of the network narrowed to a legal plan, in milliseconds.
   *
   * @throws UnprofiledLayerException if the model cannot price a layer
   */
  public double milliseconds(WidthPlan plan) {
    int[] changed = widths.change(plan);
    if (lowering.change(widths::of, changed)) {
      steps.clear();
      lowering.steps(known);
    }
    double sum = 0;
    double weightsMb = 0;
    for (int i = 0; i < steps.size(); i++) {
      PricedStep step = steps.get(i);
      step.follow();
      sum += step.ms;
      weightsMb += step.weightsMb;
    }
    return model.network().total(sum, weightsMb);
  }

  /** Adds steps to the present ones; makes those that it has not met. */
  private final class KnownSteps implements WidthLowering.Consumer {
    /** With an add among what is fused, with an activation, with both, or with neither. */
    private final PricedStep[][] main;

    private final PricedStep[] inputs;
    private final PricedStep[] outputs;

    KnownSteps(int nodes) {
      main = new PricedStep[4][nodes];
      inputs = new PricedStep[nodes];
      outputs = new PricedStep[nodes];
    }

    @Override
    public void step(int nodeId, Fusion fused) {
      PricedStep[] all = main[(fused.add() ? 1 : 0) + (fused.activation().isPresent() ? 2 : 0)];
      if (all[nodeId] == null) {
        Network network = groups.network();
        StepWidths at = new StepWidths(network, network.node(nodeId), fused);
        all[nodeId] = new PricedStep(at::at, at.inputs(), nodeId);
      }
      steps.add(all[nodeId]);
    }

    @Override
    public void reorder(int nodeId, OpKind kind) {
      PricedStep[] all = kind == OpKind.REORDER_INPUT ? inputs : outputs;
      if (all[nodeId] == null) {
        Shape full = groups.network().shape(nodeId);
        all[nodeId] =
            new PricedStep(
                (in, out) -> Reorders.config(kind, full.withChannels(out)),
                new int[] {nodeId},
                nodeId);
      }
      steps.add(all[nodeId]);
    }
  }

  /** The configuration of a step at the widths that it reads and writes. */
  private interface AtWidths {
    LayerConfig at(int in, int out);
  }

  /** A step of the network with its prices so far. */
  private final class PricedStep {
    private final AtWidths configs;
    private final int[] inputs;
    private final int output;
    private final PriceTable prices = new PriceTable();
    private final PriceTable weights = new PriceTable();
    private int in;
    private int out;
    private double ms;
    private double weightsMb;

    PricedStep(AtWidths configs, int[] inputs, int output) {
      this.configs = configs;
      this.inputs = inputs;
      this.output = output;
    }

    /** Goes to the present widths, if they are others than before. */
    void follow() {
      int narrowest = widths.of(inputs[0]);
      for (int i = 1; i < inputs.length; i++) {
        narrowest = Math.min(narrowest, widths.of(inputs[i]));
      }
      if (narrowest != in || widths.of(output) != out) {
        price(narrowest, widths.of(output));
        in = narrowest;
        out = widths.of(output);
      }
    }

    private void price(int reads, int writes) {
      double met = prices.get(reads, writes);
      if (Double.isNaN(met)) {
        LayerConfig config = configs.at(reads, writes);
        met = model.inNetwork(config);
        prices.put(reads, writes, met);
        weights.put(reads, writes, Features.weightsMb(config));
      }
      ms = met;
      weightsMb = weights.get(reads, writes);
    }
  }
}
