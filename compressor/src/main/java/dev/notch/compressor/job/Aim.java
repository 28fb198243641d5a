package dev.notch.compressor.job;

/**
 * What a run is held to. A budget in milliseconds is held against the clock of each measurement,
 * because the machine may be faster or slower by then than it was when the run began.
 *
 * @param baselineMs the baseline's time at the run's beginning
 */
record Aim(Budget budget, double baselineMs) {

  /** The fraction of the baseline's cost that was asked for, by the run's first measurement. */
  double fraction() {
    return budget.fractionOf(baselineMs);
  }

  /** How much more of the baseline's time this measurement allows than the first one did. */
  double drift(Race race) {
    return budget.unit() == Budget.Unit.MILLISECONDS ? baselineMs / race.baseline().quietMs() : 1;
  }

  /** The fraction of the baseline's cost that is allowed by the clock of this measurement. */
  double allowed(Race race) {
    return fraction() * drift(race);
  }
}
