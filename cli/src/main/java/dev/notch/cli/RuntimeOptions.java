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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What executes networks on this device, and where what is known about it is kept. */
final class RuntimeOptions {

  @Option(
      names = "--runtime",
      defaultValue = "onnxruntime",
      paramLabel = "NAME",
      description = "onnxruntime or pytorch (default: ${DEFAULT-VALUE}).")
  private RuntimeId runtime;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that run what is measured (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Mixin private CacheOption cache;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  RuntimeId runtime() {
    return runtime;
  }

  int threads() {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, not " + threads);
    }
    return threads;
  }

  Path cache() {
    return cache.folder();
  }

  Backend backend() {
    return Backends.of(runtime);
  }

  /** The profile of this device with these options. */
  ProfileFolder profile() {
    return ProfileFolder.of(
        cache(), Device.detect().fingerprint(), runtime, backend().version(), threads());
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
                  threads,
                  measured
                      ? ""
                      : "optimize profile --runtime %s --threads %d, then "
                          .formatted(runtime.label(), threads)));
    }
    return ModelJson.read(folder.timingModel());
  }
}
