package dev.notch.profiler;

import java.util.OptionalDouble;

/**
 * What profiling came to.
 *
 * @param samples measured layers, networks counted once each
 * @param noiseFloor relative difference between two halves of the sentinels' visits in this run
 * @param seconds that this run took; 0 if the profile was complete before
 */
public record ProfileOutcome(int samples, OptionalDouble noiseFloor, double seconds) {}
