package dev.notch.profiler.store;

import dev.notch.models.NotchException;
import java.util.Arrays;
import java.util.Locale;

/** Where a measurement comes from. */
public enum Origin {
  /** A layer that was the whole network. */
  ALONE,
  /** The steps of a whole network, timed in their places by the runtime. */
  CONTEXT,
  /** A whole network, nothing traced. */
  TOTAL,
  /** A layer alone that is measured again and again: how well the clock repeats. */
  SENTINEL;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether measurements of this origin are of a network, not of a configuration. */
  public boolean ofNetwork() {
    return this == CONTEXT || this == TOTAL;
  }

  static Origin parse(String label) {
    return Arrays.stream(values())
        .filter(origin -> origin.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new NotchException("'" + label + "' is no kind of measurement"));
  }
}
