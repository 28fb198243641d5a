package dev.notch.compressor.job;

import dev.notch.compressor.run.CacheKey;
import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.compressor.sensitivity.NetworkProbe;
import dev.notch.compressor.sensitivity.Sensitivity;
import dev.notch.compressor.sensitivity.SensitivityProfile;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelScores;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Finds the accuracy estimate: from the cache, or measured now. */
record SensitivityStage(Setting setting, Baseline baseline, ChannelScores scores) {
  private static final String FILE = "sensitivity.json";

  /** Outputs agree by chance about as often as one of so many classes is guessed. */
  private static final int NOTHING_BY_CHANCE = 1000;

  AccuracyEstimate estimate(Progress progress) {
    if (setting.proof() == Proof.NOTHING) {
      progress.note("sensitivity: not measured, for there are no images");
      return SensitivityProfile.unmeasured(setting.groups());
    }
    CacheKey key =
        CacheKey.of("sensitivity")
            .with("baseline", baseline.key())
            .with("probes", setting.effort().sensitivity())
            .with("importance", setting.request().work().importance())
            .with("seed", setting.request().work().seed());
    Path folder = setting.cache().find(key, progress).orElseGet(() -> measure(key, progress));
    SensitivityProfile profile = SensitivityProfile.read(folder.resolve(FILE));
    progress.note(
        "sensitivity: "
            + profile.measuredAxes()
            + " of "
            + profile.axes().size()
            + " sets of channel groups measured, the others interpolated from alike ones");
    return profile.estimate(setting.groups());
  }

  private Path measure(CacheKey key, Progress progress) {
    progress.stage("sensitivity");
    Effort.Probes probes = setting.effort().sensitivity();
    boolean classes = setting.proof() == Proof.ACCURACY;
    NetworkProbe probe =
        new NetworkProbe(
            setting.groups(),
            baseline.weights(),
            scores,
            setting.data(),
            classes ? NetworkProbe.Score.ACCURACY : NetworkProbe.Score.AGREEMENT,
            probes.imagesFor(setting.network().counts()),
            setting.request().work().seed(),
            setting.trainThreads());
    Map<String, String> provenance = new TreeMap<>(key.fields());
    provenance.put("images", Integer.toString(probe.images()));
    SensitivityProfile profile =
        new Sensitivity(
                setting.groups(), probe, classes ? setting.network().classes() : NOTHING_BY_CHANCE)
            .measure(
                probes.fractions(),
                probes.countFor(setting.network().counts()),
                setting.cache().workFolder(key).resolve("probes.json"),
                provenance,
                progress);
    Path entry = setting.cache().put(key, folder -> profile.write(folder.resolve(FILE)));
    setting.cache().clearWork(key);
    return entry;
  }
}
