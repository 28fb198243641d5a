package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.measure.Backends;
import dev.notch.profiler.store.ProfileFolder;
import dev.notch.timing.ModelJson;
import dev.notch.timing.TimingModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What executes networks on this device, and where what is known about it is kept. */
final class RuntimeOptions {

  @Option(
      names = "--runtime",
      defaultValue = "onnxruntime",
      paramLabel = "NAME",
      description = "onnxruntime or pytorch (default: ${DEFAULT-VALUE}).")
  private RuntimeId runtime;

  @Mixin private ThreadsOption threads;
  @Mixin private CacheOption cache;

  RuntimeId runtime() {
    return runtime;
  }

  int threads() {
    return threads.count();
  }

  Path cache() {
    return cache.folder();
  }

  Backend backend() {
    return Backends.of(runtime);
  }

  /** For networks that may have come as files. */
  Backend backendFor(boolean files) {
    return files ? Backends.lenient(runtime) : backend();
  }

  /** The profile of this device with these options. */
  ProfileFolder profile() {
    return ProfileFolder.of(
        cache(), Device.detect().fingerprint(), runtime, backend().version(), threads());
  }

  /**
   * The timing model in the file that the user named, or the one of this device if there is one.
   */
  Optional<TimingModel> timingModelAtHand(Optional<Path> named) {
    return named
        .or(() -> Optional.of(profile().timingModel()).filter(Files::exists))
        .map(ModelJson::read);
  }

  /**
   * The timing model in the file that the user named, or else the one of this device.
   *
   * @throws NotchException if there is none
   */
  TimingModel timingModel(Optional<Path> named) {
    if (named.isPresent()) {
      return ModelJson.read(named.get());
    }
    ProfileFolder folder = profile();
    if (!Files.exists(folder.timingModel())) {
      boolean measured = Files.exists(folder.measurements());
      throw new NotchException(
          "there is no timing model for %1$s with %2$d thread(s) on this device; run: %3$soptimize fit --runtime %1$s --threads %2$d"
              .formatted(
                  runtime.label(),
                  threads(),
                  measured
                      ? ""
                      : "optimize profile --runtime %s --threads %d, then "
                          .formatted(runtime.label(), threads())));
    }
    return ModelJson.read(folder.timingModel());
  }
}
