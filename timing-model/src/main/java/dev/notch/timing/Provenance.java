package dev.notch.timing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Where a timing model comes from: enough to know whether it applies here and to fit it again.
 *
 * @param tool version of Notch that fitted it
 * @param device fingerprint of the device
 * @param deviceText the device for people
 * @param runtime label of the runtime
 * @param runtimeVersion its version
 * @param threads threads that ran the layers
 * @param storeHash SHA-256 of the measurements
 * @param samples measured layers
 * @param networks measured whole networks
 * @param seed seed of the fit
 * @param options how it was fitted, for people
 * @param noiseFloor how well the clock repeated, as a share; empty when it is not known
 * @param architectures names of the networks it was fitted to, sorted; empty when it is not known
 */
public record Provenance(
    String tool,
    String device,
    String deviceText,
    String runtime,
    String runtimeVersion,
    int threads,
    String storeHash,
    int samples,
    int networks,
    long seed,
    String options,
    OptionalDouble noiseFloor,
    List<String> architectures) {

  public Provenance {
    architectures = List.copyOf(architectures);
  }

  /** Whether the model is known to have seen no network of this name. */
  public boolean neverProfiled(String architecture) {
    return !architectures.isEmpty() && !architectures.contains(architecture);
  }
}
