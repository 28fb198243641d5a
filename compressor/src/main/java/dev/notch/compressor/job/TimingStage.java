package dev.notch.compressor.job;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Device;
import dev.notch.profiler.NetworkChooser;
import dev.notch.profiler.ProfileOutcome;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.store.ProfileFolder;
import dev.notch.timing.Fitter;
import dev.notch.timing.ModelJson;
import dev.notch.timing.TimingModel;
import dev.notch.timing.adaptive.ErrorChooser;
import java.util.List;
import java.util.Locale;

/**
 * The timing model of this device: measures what the profile in the cache lacks of the network and
 * its narrowed variants, then fits.
 */
record TimingStage(Setting setting, Backend backend, Device device) {

  TimingModel model(Progress progress) {
    ProfileFolder folder =
        ProfileFolder.of(
            setting.cache().root(),
            device.fingerprint(),
            backend.runtime(),
            backend.version(),
            setting.request().machine().threads());
    progress.stage("profile");
    NetworkChooser chooser = new ErrorChooser(setting.request().work().seed());
    ProfileOutcome outcome =
        new Profiler(backend, Timer.system(), setting.lock(), device, chooser)
            .profile(request(), folder.measurements(), progress);
    outcome.noiseFloor().ifPresent(noise -> progress.note(profiled(outcome, noise)));
    long seed = setting.request().work().seed();
    TimingModel model = Fitter.fit(folder.measurements(), seed, progress).model();
    ModelJson.write(model, folder.timingModel());
    return model;
  }

  private ProfileRequest request() {
    List<Network> networks = List.of(setting.form().deployed());
    return new ProfileRequest(
        networks,
        true,
        setting.request().machine().threads(),
        ProfileEffort.named(setting.request().work().effort()),
        setting.request().work().seed());
  }

  private static String profiled(ProfileOutcome outcome, double noise) {
    return String.format(
        Locale.ROOT,
        "measured %d layers in %.0f s, noise floor %.1f %%%s",
        outcome.samples(),
        outcome.seconds(),
        100 * noise,
        outcome.busy()
            ? String.format(
                Locale.ROOT, "; others used %.1f processors meanwhile", outcome.othersLoad())
            : "");
  }
}
