package dev.notch.compressor.search;

import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;

/** All that a plan costs: predicted time in ms, MACs and parameters. */
public record PlanCosts(PlanCost time, PlanCost macs, PlanCost parameters) {

  /** With MACs and parameters counted on the network of these groups. */
  public static PlanCosts of(ChannelGroups groups, PlanCost time) {
    CountedCost counted = new CountedCost(groups);
    return new PlanCosts(time, counted::macs, counted::parameters);
  }

  /** The cost that an objective limits. */
  public PlanCost of(Objective objective) {
    return switch (objective) {
      case TIME -> time;
      case MACS -> macs;
      case PARAMS -> parameters;
    };
  }

  /** A plan with all its costs and its estimated accuracy. */
  public Candidate candidate(WidthPlan plan, AccuracyEstimate accuracy) {
    return new Candidate(
        plan, time.of(plan), accuracy.of(plan), (long) macs.of(plan), (long) parameters.of(plan));
  }
}
