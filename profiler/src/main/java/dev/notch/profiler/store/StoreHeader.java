package dev.notch.profiler.store;

import dev.notch.profiler.RuntimeId;

/**
 * What all measurements of a store have in common; other conditions need another store.
 *
 * @param device fingerprint of the device
 * @param deviceText the device for people
 * @param version version of the runtime
 * @param threads threads that ran the layers
 * @param tool version of Notch that created the store
 * @param seed the seed of the sampled configurations
 */
public record StoreHeader(
    String device,
    String deviceText,
    RuntimeId runtime,
    String version,
    int threads,
    String tool,
    long seed) {

  /** Whether measurements under both can be told apart by nothing but noise. */
  public boolean sameConditions(StoreHeader other) {
    return device.equals(other.device)
        && runtime == other.runtime
        && version.equals(other.version)
        && threads == other.threads;
  }
}
