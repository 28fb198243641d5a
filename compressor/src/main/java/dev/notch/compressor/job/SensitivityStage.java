package dev.notch.compressor.job;

import dev.notch.compressor.run.CacheKey;
import dev.notch.compressor.run.Json;
import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.compressor.sensitivity.ProbeJournal;
import dev.notch.compressor.sensitivity.Sensitivity;
import dev.notch.compressor.sensitivity.SensitivityProfile;
import dev.notch.models.progress.Progress;
import java.nio.file.Path;

/** Finds the accuracy estimate: from the cache, or measured now. */
record SensitivityStage(Setting setting, Baseline baseline) {
  private static final String FILE = "sensitivity.json";

  AccuracyEstimate estimate(Progress progress) {
    CacheKey key =
        CacheKey.of("sensitivity")
            .with("baseline", baseline.key())
            .with("probes", setting.effort().sensitivity())
            .with("importance", setting.request().work().importance());
    Path folder =
        setting.cache().find(key, progress).orElseGet(() -> measure(key, progress));
    SensitivityProfile profile = Json.read(folder.resolve(FILE), SensitivityProfile.class);
    progress.note(
        "sensitivity: "
            + profile.measured()
            + " of "
            + profile.groups().size()
            + " channel groups measured on "
            + profile.images()
            + " validation images, the others taken from the nearest alike");
    return profile.estimate(
        setting.groups(), baseline.validation().accuracy(), setting.data().classes());
  }

  private Path measure(CacheKey key, Progress progress) {
    ProbeJournal journal =
        ProbeJournal.in(setting.cache().workFolder(key).resolve("probes.json"));
    SensitivityProfile profile =
        new Sensitivity(setting.groups(), setting.data(), setting.trainThreads())
            .measure(
                baseline.weights(),
                Attempts.scores(setting, baseline.weights()),
                setting.effort().sensitivity(),
                journal,
                progress);
    Path entry =
        setting.cache().put(key, folder -> Json.write(folder.resolve(FILE), profile));
    setting.cache().clearWork(key);
    return entry;
  }
}
