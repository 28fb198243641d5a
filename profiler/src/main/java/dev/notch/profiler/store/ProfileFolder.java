package dev.notch.profiler.store;

import java.nio.file.Path;

/**
 * Where the measurements of one device, runtime, version and number of threads are kept, and the
 * timing model that is fitted to them: {@code profiles/onnxruntime-1.29.0-1t-0123456789ab/} in the
 * cache.
 */
public record ProfileFolder(Path path) {

  public static ProfileFolder of(Path cache, StoreHeader header) {
    String name =
        "%s-%s-%dt-%s"
            .formatted(
                header.runtime().label(), header.version(), header.threads(), header.device());
    return new ProfileFolder(cache.resolve("profiles").resolve(name));
  }

  /** The append-only store of measurements. */
  public Path measurements() {
    return path.resolve("profile.csv");
  }

  /** The timing model fitted to them. */
  public Path timingModel() {
    return path.resolve("timing-model.json");
  }
}
