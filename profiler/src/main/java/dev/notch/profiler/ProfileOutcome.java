package dev.notch.profiler;

import java.util.OptionalDouble;

/**
 * What profiling came to.
 *
 * @param samples measured layers, networks counted once each
 * @param noiseFloor relative difference between two halves of the sentinels' visits in this run
 * @param seconds that this run took; 0 if the profile was complete before
 * @param othersLoad processors that other programs kept busy meanwhile, such as 0.9 of two
 */
public record ProfileOutcome(
    int samples, OptionalDouble noiseFloor, double seconds, double othersLoad) {
  private static final double BUSY = 0.25;

  /** Whether others used so much of the machine that times may suffer. */
  public boolean busy() {
    return othersLoad >= BUSY;
  }
}
