package dev.notch.profiler;

import dev.notch.models.ToolVersion;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.MeasurementStore;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.StoreHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Fills a store with measurements: whole networks, nothing traced, and their steps in place. Some
 * networks are drawn by the seed, the others chosen by what was measured so far. A profile that was
 * interrupted, or that another one began, is continued.
 */
public final class Profiler {
  private final Backend backend;
  private final Timer timer;
  private final MeasurementLock lock;
  private final Device device;
  private final NetworkChooser chooser;

  /**
   * @param chooser of the networks that an adaptive profile adds to the seeded ones
   */
  public Profiler(
      Backend backend, Timer timer, MeasurementLock lock, Device device, NetworkChooser chooser) {
    this.backend = backend;
    this.chooser = chooser;
    this.timer = timer;
    this.lock = lock;
    this.device = device;
  }

  /** Whether the store holds the least number of rounds of all that the request asks for. */
  public boolean complete(ProfileRequest request, Path store) {
    if (!Files.exists(store)) {
      return false;
    }
    Measurements stored = Measurements.read(store);
    if (!stored.header().sameConditions(header(request))) {
      return false;
    }
    int least = request.effort().rounds().least();
    Growth growth = new Growth(request, backend.lowering());
    List<Subject> begun = growth.begun(stored.networks());
    return begun.stream().allMatch(subject -> subject.rounds(stored::rounds) >= least)
        && !growth.goesOn(begun);
  }

  /** The networks that a request's seed alone says to measure, as they stand in the store. */
  public List<MeasuredNetwork> networks(ProfileRequest request) {
    return SeededSubjects.of(request, backend.lowering()).stream()
        .flatMap(subject -> subject.measured().stream())
        .filter(network -> !network.calibration())
        .toList();
  }

  /**
   * Measures what is missing; nothing if the profile is complete.
   *
   * @throws dev.notch.models.NotchException if somebody else is measuring, or the store was
   *     measured under other conditions
   * @throws dev.notch.models.progress.CancelledException if the user stopped; what was measured is
   *     kept
   */
  public ProfileOutcome profile(ProfileRequest request, Path store, Progress progress) {
    if (complete(request, store)) {
      return new ProfileOutcome(samples(store), OptionalDouble.empty(), 0, 0);
    }
    return lock.whileMeasuring(progress, () -> measure(request, store, progress));
  }

  private ProfileOutcome measure(ProfileRequest request, Path path, Progress progress) {
    long start = timer.clock().nanos();
    Growth growth = new Growth(request, backend.lowering());
    OtherLoad others = new OtherLoad();
    OptionalDouble noise;
    try (MeasurementStore store = MeasurementStore.open(path, header(request));
        OpenSessions sessions = new OpenSessions(backend, request.threads(), request.seed())) {
      Campaign campaign = new Campaign(backend, timer, store, request, device, progress);
      noise = campaign.run(growth, chooser, sessions);
    }
    double seconds = (timer.clock().nanos() - start) / 1e9;
    return new ProfileOutcome(samples(path), noise, seconds, others.processors());
  }

  private static int samples(Path store) {
    return Measurements.read(store).layers().size();
  }

  private StoreHeader header(ProfileRequest request) {
    return new StoreHeader(
        device.fingerprint(),
        device.text(),
        backend.runtime(),
        backend.version(),
        request.threads(),
        ToolVersion.version(),
        request.seed());
  }
}
