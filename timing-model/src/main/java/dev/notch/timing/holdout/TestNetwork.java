package dev.notch.timing.holdout;

import dev.notch.profiler.LayerConfig;
import java.util.List;

/**
 * A network that no model has learned from.
 *
 * @param family name of the architecture
 * @param index within the family, from 0
 * @param plan its widths; empty at full width
 * @param steps what the runtime executes
 * @param known share of the steps whose configuration occurs in the profile, from 0 to 1
 */
public record TestNetwork(
    String family, int index, String plan, List<LayerConfig> steps, Repeated time, double known) {

  public TestNetwork {
    steps = List.copyOf(steps);
  }

  public boolean fullWidth() {
    return plan.isEmpty();
  }
}
