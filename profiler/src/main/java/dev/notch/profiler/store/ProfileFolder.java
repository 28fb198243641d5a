package dev.notch.profiler.store;

import dev.notch.profiler.RuntimeId;
import java.nio.file.Path;

/**
 * Where the measurements of one device, runtime, version and number of threads are kept, and the
 * timing model that is fitted to them: {@code profiles/onnxruntime-1.29.0-1t-0123456789ab/} in the
 * cache.
 */
public record ProfileFolder(Path path) {

  public static ProfileFolder of(Path cache, StoreHeader header) {
    return of(cache, header.device(), header.runtime(), header.version(), header.threads());
  }

  /**
   * @param device fingerprint of the device
   * @param version of the runtime
   */
  public static ProfileFolder of(
      Path cache, String device, RuntimeId runtime, String version, int threads) {
    String name = "%s-%s-%dt-%s".formatted(runtime.label(), version, threads, device);
    return new ProfileFolder(cache.resolve("profiles").resolve(name));
  }

  /** The append-only store of measurements. */
  public Path measurements() {
    return path.resolve("profile.csv");
  }

  /**
   * Measurements of networks that no model may learn from, to see how well they are predicted.
   *
   * @param seed of their random widths
   * @param variants of each network
   */
  public Path evaluation(long seed, int variants) {
    return path.resolve("evaluation-%d-%d.csv".formatted(seed, variants));
  }

  /** The timing model fitted to them. */
  public Path timingModel() {
    return path.resolve("timing-model.json");
  }
}
