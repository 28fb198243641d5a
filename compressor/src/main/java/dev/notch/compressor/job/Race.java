package dev.notch.compressor.job;

import dev.notch.profiler.Timing;

/**
 * The baseline and a narrowed network, measured in turns in one run.
 *
 * @param ratio the narrowed network's time divided by the baseline's; below 1 it is faster
 * @param low lower bound of the ratio's 95 % interval
 * @param high upper bound
 * @param noiseFloor relative spread of one thing measured repeatedly in this run
 */
record Race(
    Timing baseline, Timing narrowed, double ratio, double low, double high, double noiseFloor) {

  /** Whether the narrowed network is faster by more than the clock's own spread. */
  boolean faster() {
    return ratio < 1 - noiseFloor && high < 1;
  }
}
