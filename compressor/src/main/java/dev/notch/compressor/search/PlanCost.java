package dev.notch.compressor.search;

import dev.notch.models.width.WidthPlan;

/**
 * What a plan costs by one measure: predicted milliseconds, MACs or parameters. A pure function,
 * always positive; smaller is better.
 */
@FunctionalInterface
public interface PlanCost {

  double of(WidthPlan plan);
}
