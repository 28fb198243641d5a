package dev.notch.profiler.synthetic;

import java.util.SplittableRandom;

/**
 * The noise of a shared machine: a neighbour that makes everything slower for seconds at a time,
 * small differences from run to run, and now and then a hiccup.
 */
public final class SyntheticNoise {
  private static final double SLOW_FACTOR = 1.6;
  private static final long PHASE_NANOS = 2_000_000_000L;

  private final SplittableRandom random;
  private final long seed;
  private final double jitter;
  private final double slowShare;
  private final double hiccups;
  private final double slowness;

  private SyntheticNoise(
      long seed, double jitter, double slowShare, double hiccups, double slowness) {
    this.random = new SplittableRandom(seed);
    this.seed = seed;
    this.jitter = jitter;
    this.slowShare = slowShare;
    this.hiccups = hiccups;
    this.slowness = slowness;
  }

  /** A machine without noise. */
  public static SyntheticNoise none() {
    return new SyntheticNoise(0, 0, 0, 0, 1);
  }

  /** A machine whose neighbour works a third of the time. */
  public static SyntheticNoise busy(long seed) {
    return new SyntheticNoise(seed, 0.02, 0.33, 0.02, 1);
  }

  /** The same noise at another time, when everything takes this many times as long. */
  public SyntheticNoise slowedBy(double factor) {
    return new SyntheticNoise(seed, jitter, slowShare, hiccups, slowness * factor);
  }

  /** By how much a run is slower that starts now. */
  double factor(long nanos) {
    double hiccup = random.nextDouble() < hiccups ? 2 * random.nextDouble() : 0;
    return slowness * (slow(nanos) ? SLOW_FACTOR : 1) * (1 + jitter * random.nextDouble() + hiccup);
  }

  /** Phases depend on the moment alone, not on who asks. */
  private boolean slow(long nanos) {
    return new SplittableRandom(seed + nanos / PHASE_NANOS).nextDouble() < slowShare;
  }
}
