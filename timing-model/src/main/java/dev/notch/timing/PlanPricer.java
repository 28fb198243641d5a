package dev.notch.timing;

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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices width plans of one network without building the narrowed networks: exactly what {@link
 * NetworkLatency} says of them, thousands of times faster. Remembers the price of every step at
 * every pair of widths it has met, so it is not safe for use by several threads: give each its own.
 */
public final class PlanPricer {
  private final TimingModel model;
  private final ChannelGroups groups;
  private final WidthLowering lowering;
  private final int[] channels;
  private final List<Map<Fusion, PricedStep>> steps = new ArrayList<>();
  private final List<Map<OpKind, PricedStep>> reorders = new ArrayList<>();
  private double sum;
  private double weightsMb;
  private int count;

  public PlanPricer(TimingModel model, ChannelGroups groups) {
    this.model = model;
    this.groups = groups;
    RuntimeId runtime = RuntimeId.parse(model.provenance().runtime());
    lowering = WidthLowering.of(runtime, groups.network());
    channels = new int[groups.network().nodes().size()];
    groups.network().nodes().forEach(node -> steps.add(new HashMap<>()));
    groups.network().nodes().forEach(node -> reorders.add(new EnumMap<>(OpKind.class)));
  }

  /**
   * The predicted time of the network narrowed to a legal plan, in milliseconds.
   *
   * @throws UnprofiledLayerException if the model cannot price a layer
   */
  public double milliseconds(WidthPlan plan) {
    for (int id = 0; id < channels.length; id++) {
      channels[id] = groups.channels(id, plan);
    }
    sum = 0;
    weightsMb = 0;
    count = 0;
    lowering.steps(id -> channels[id], new Adder());
    return model.network().total(sum, count, weightsMb);
  }

  private final class Adder implements WidthLowering.Consumer {

    @Override
    public void step(int nodeId, Fusion fused) {
      PricedStep step = steps.get(nodeId).get(fused);
      if (step == null) {
        StepWidths widths = new StepWidths(groups.network(), nodeId, fused);
        step = new PricedStep(widths::at, widths.inputs(), nodeId);
        steps.get(nodeId).put(fused, step);
      }
      add(step);
    }

    @Override
    public void reorder(int nodeId, OpKind kind) {
      PricedStep step = reorders.get(nodeId).get(kind);
      if (step == null) {
        Shape full = groups.network().shape(nodeId);
        step =
            new PricedStep(
                (in, out) -> Reorders.config(kind, full.withChannels(out)),
                new int[] {nodeId},
                nodeId);
        reorders.get(nodeId).put(kind, step);
      }
      add(step);
    }

    private void add(PricedStep step) {
      step.add();
      count++;
    }
  }

  /** The configuration of a step at the widths that it reads and writes. */
  private interface AtWidths {
    LayerConfig at(int in, int out);
  }

  /** A step of the network with its prices so far. */
  private final class PricedStep {
    private final AtWidths widths;
    private final int[] inputs;
    private final int output;
    private final PriceTable prices = new PriceTable();
    private final PriceTable weights = new PriceTable();

    PricedStep(AtWidths widths, int[] inputs, int output) {
      this.widths = widths;
      this.inputs = inputs;
      this.output = output;
    }

    /** Adds its time and its weights to the sums. */
    void add() {
      int in = channels[inputs[0]];
      for (int i = 1; i < inputs.length; i++) {
        in = Math.min(in, channels[inputs[i]]);
      }
      int out = channels[output];
      double price = prices.get(in, out);
      if (Double.isNaN(price)) {
        LayerConfig config = widths.at(in, out);
        price = model.predict(config);
        prices.put(in, out, price);
        weights.put(in, out, Features.weightsMb(config));
      }
      sum += price;
      weightsMb += weights.get(in, out);
    }
  }
}
