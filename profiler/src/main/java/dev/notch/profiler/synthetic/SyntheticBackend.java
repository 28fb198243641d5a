package dev.notch.profiler.synthetic;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.Session;

/**
 * A strict fake: it takes the time that {@link SyntheticDevice} says, on a virtual clock, with the
 * noise of a busy machine, and fails on misuse. The same seed and calls give the same times.
 */
public final class SyntheticBackend implements Backend {
  private final VirtualClock clock;
  private final SyntheticNoise noise;
  private int openSessions;

  public SyntheticBackend(VirtualClock clock, SyntheticNoise noise) {
    this.clock = clock;
    this.noise = noise;
  }

  @Override
  public RuntimeId runtime() {
    return RuntimeId.SYNTHETIC;
  }

  @Override
  public String version() {
    return "1";
  }

  /** How many sessions were opened and not closed. */
  public int openSessions() {
    return openSessions;
  }

  @Override
  public Session open(Network network, Weights weights, int threads) {
    weights.verifyFor(network);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, were " + threads);
    }
    openSessions++;
    return new SyntheticSession(lowering().lower(network), clock, noise, () -> openSessions--);
  }
}
