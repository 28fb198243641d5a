package dev.notch.compressor.job;

import dev.notch.models.width.ChannelGroup;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A plan as a person reads it: every channel group before and after. */
final class PlanTable {

  private PlanTable() {}

  /**
   * @param price predicted time of a plan; a group stands in a notch if the network would be slower
   *     with one channel less or gain nothing, and slower with one more
   */
  static String of(ChannelGroups groups, WidthPlan plan, ToDoubleFunction<WidthPlan> price) {
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "%-44s %7s %7s  %s%n", "layer", "before", "after", "notch"));
    double cost = price.applyAsDouble(plan);
    for (ChannelGroup group : groups.groups()) {
      int width = plan.width(group.id());
      text.append(
          String.format(
              Locale.ROOT,
              "%-44s %7d %7d  %s%n",
              group.name(),
              group.width(),
              width,
              notch(groups, plan, group, price, cost) ? "yes" : ""));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  /** Whether the next wider legal width costs more time and the next narrower saves none. */
  private static boolean notch(
      ChannelGroups groups,
      WidthPlan plan,
      ChannelGroup group,
      ToDoubleFunction<WidthPlan> price,
      double cost) {
    int width = plan.width(group.id());
    int narrower = 0;
    int wider = 0;
    for (int legal : groups.legalWidths(group.id(), plan)) {
      narrower = legal < width ? legal : narrower;
      wider = wider == 0 && legal > width ? legal : wider;
    }
    boolean noGainBelow =
        narrower == 0 || price.applyAsDouble(plan.with(group.id(), narrower)) >= cost;
    boolean dearerAbove = wider == 0 || price.applyAsDouble(plan.with(group.id(), wider)) > cost;
    return noGainBelow && dearerAbove;
  }
}
