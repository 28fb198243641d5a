package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.profiler.sample.ProfileEffort;
import java.util.List;

/**
 * What is to be profiled.
 *
 * @param networks those that are to be predicted, at full width; their random-width variants are
 *     measured
 * @param fullWidth whether they are also measured themselves; an evaluation wants them unseen
 * @param threads that run the layers
 * @param seed of the random widths
 */
public record ProfileRequest(
    List<Network> networks, boolean fullWidth, int threads, ProfileEffort effort, long seed) {

  public ProfileRequest {
    networks = List.copyOf(networks);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, were " + threads);
    }
    if (networks.isEmpty() && effort.chainCount() == 0) {
      throw new IllegalArgumentException("there is nothing to profile: no network, no chains");
    }
  }

  /** The same with a part of its effort. */
  public ProfileRequest part(int part, int parts) {
    return new ProfileRequest(networks, fullWidth, threads, effort.part(part, parts), seed);
  }

  /** Networks that are measured, unless samples run out before. */
  int networkCount() {
    int full = fullWidth ? networks.size() : 0;
    return full + networks.size() * variantsEach() + effort.chainCount();
  }

  /** Variants of each network, so that all together are at least as many as the effort says. */
  public int variantsEach() {
    return networks.isEmpty() ? 0 : (int) Math.ceil(effort.variants() / (double) networks.size());
  }
}
