package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.NetworkChooser.Candidate;
import dev.notch.profiler.NetworkChooser.Ranking;
import dev.notch.profiler.NetworkChooser.Suspects;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.sample.ProfileEffort.Adaptive;
import dev.notch.profiler.sample.ProfileEffort.Rounds;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.Origin;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptiveProfileTest {
  private static final Device DEVICE = new Device("test", 1, 1, "", 1, "none", "none");
  private static final List<Network> NETWORKS =
      List.of(
          Zoo.build("mobilenet", 10, new Shape(3, 16, 16)),
          Zoo.build("mobilenetv2", 10, new Shape(3, 16, 16)));

  private final VirtualClock clock = new VirtualClock();
  private final SyntheticBackend backend = new SyntheticBackend(clock, SyntheticNoise.none());

  @TempDir private Path folder;

  @Test
  void choosesWaveByWaveAndIsThenComplete() throws IOException {
    Path store = folder.resolve("waves.csv");
    ByRounds chooser = new ByRounds();
    Profiler profiler = profiler(chooser);
    ProfileRequest request = request(OptionalInt.empty());
    profiler.profile(request, store, Progress.NONE);
    Measurements measured = Measurements.read(store);
    // Six of each network and two chains, half of them seeded.
    assertThat(measured.totals()).hasSize(14);
    assertThat(chooser.asked).containsExactly(7, 10);
    assertThat(profiler.complete(request, store)).isTrue();
    byte[] bytes = Files.readAllBytes(store);
    assertThat(profiler.profile(request, store, Progress.NONE).seconds()).isZero();
    assertThat(Files.readAllBytes(store)).isEqualTo(bytes);
  }

  @Test
  void whatIsSuspectedIsAmongTheWidths() {
    Path store = folder.resolve("suspects.csv");
    profiler(new ByRounds()).profile(request(OptionalInt.empty()), store, Progress.NONE);
    Set<Integer> widths = new HashSet<>();
    chosen(store).stream()
        .filter(network -> !network.name().equals("chain"))
        .flatMap(network -> network.steps().stream())
        .forEach(step -> widths.add(step.out()));
    assertThat(widths)
        .contains(99, 100, 101)
        .anyMatch(w -> w % 24 == 0)
        .anyMatch(w -> w % 24 == 23);
  }

  @Tag("slow")
  @Test
  void aKilledProfileChoosesWhatItWouldHaveChosen() {
    ProfileRequest request = request(OptionalInt.empty());
    Path whole = folder.resolve("whole.csv");
    profiler(new ByRounds()).profile(request, whole, Progress.NONE);
    Path killed = folder.resolve("killed.csv");
    Profiler profiler = profiler(new ByRounds());
    int kills = 0;
    for (int visits = 3; !profiler.complete(request, killed); visits += 4) {
      try {
        profiler.profile(request, killed, new CancelledAfter(visits));
      } catch (CancelledException e) {
        kills++;
      }
    }
    assertThat(kills).isGreaterThan(3);
    assertThat(Measurements.read(killed).networks()).isEqualTo(Measurements.read(whole).networks());
    Measurements measured = Measurements.read(killed);
    assertThat(measured.totals())
        .allMatch(total -> measured.rounds(Origin.CONTEXT, total.network().id()) >= 3);
  }

  @Tag("slow")
  @Test
  void aWaveThatWasDescribedInPartIsDescribedToItsEndBeforeItIsMeasured() throws IOException {
    ProfileRequest request = request(OptionalInt.empty());
    Path whole = folder.resolve("whole.csv");
    profiler(new ByRounds()).profile(request, whole, Progress.NONE);
    List<String> lines = Files.readAllLines(whole);
    List<MeasuredNetwork> chosen = chosen(whole);
    int second = line(lines, chosen.get(1));
    Path torn = folder.resolve("torn.csv");
    Files.writeString(torn, String.join("\n", lines.subList(0, second + 1)) + "\nnetwork,0");
    profiler(new ByRounds()).profile(request, torn, Progress.NONE);
    assertThat(Measurements.read(torn).networks()).isEqualTo(Measurements.read(whole).networks());
  }

  @Test
  void samplesAreABudget() throws IOException {
    ProfileRequest request = request(OptionalInt.of(150));
    Path store = folder.resolve("few.csv");
    Profiler profiler = profiler(new ByRounds());
    profiler.profile(request, store, Progress.NONE);
    Measurements measured = Measurements.read(store);
    Set<LayerConfig> configs = new HashSet<>();
    measured.networks().stream().map(MeasuredNetwork::samples).forEach(configs::addAll);
    assertThat(configs).hasSizeBetween(110, 150);
    assertThat(measured.totals())
        .hasSizeLessThan(14)
        .allMatch(total -> measured.rounds(Origin.TOTAL, total.network().id()) == 4);
    byte[] bytes = Files.readAllBytes(store);
    assertThat(profiler.complete(request, store)).isTrue();
    assertThat(profiler.profile(request, store, Progress.NONE).seconds()).isZero();
    assertThat(Files.readAllBytes(store)).isEqualTo(bytes);
    assertThat(profiler.complete(request(OptionalInt.of(400)), store)).isFalse();
  }

  @Test
  void tooFewSamplesAreRefused() {
    Path store = folder.resolve("none.csv");
    assertThatThrownBy(
            () ->
                profiler(new ByRounds()).profile(request(OptionalInt.of(9)), store, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("9 samples are too few");
  }

  private static List<MeasuredNetwork> chosen(Path store) {
    List<MeasuredNetwork> networks =
        Measurements.read(store).networks().stream().filter(n -> !n.calibration()).toList();
    return networks.subList(7, networks.size());
  }

  private static int line(List<String> lines, MeasuredNetwork network) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("network," + network.id())) {
        return i;
      }
    }
    throw new AssertionError(network.id() + " is not described");
  }

  private Profiler profiler(NetworkChooser chooser) {
    Timer timer = new Timer(clock, new ReferenceWorkload(), 3);
    return new Profiler(backend, timer, new MeasurementLock(folder), DEVICE, chooser);
  }

  private static ProfileRequest request(OptionalInt samples) {
    ProfileEffort effort =
        new ProfileEffort(
            1000,
            new Rounds(3, 4),
            12,
            2,
            0,
            1,
            new Adaptive(0.5, 2),
            samples,
            ProfileEffort.named("quick").chains());
    return new ProfileRequest(NETWORKS, false, 1, effort, 7);
  }

  /** Its choice depends on every visit that is stored, and on every argument. */
  private static final class ByRounds implements NetworkChooser {
    private final List<Integer> asked = new ArrayList<>();

    @Override
    public Ranking rank(Measurements stored) {
      int rounds =
          stored.networks().stream().mapToInt(n -> stored.rounds(Origin.CONTEXT, n.id())).sum();
      asked.add(stored.totals().size());
      return new Ranking() {
        @Override
        public Suspects suspects() {
          return new Suspects(Set.of(100), Set.of(24));
        }

        @Override
        public Candidate next(
            List<MeasuredNetwork> begun, List<MeasuredNetwork> pool, List<Candidate> candidates) {
          int mixed = rounds + 31 * begun.size() + pool.size();
          return candidates.get(mixed * 17 % candidates.size());
        }
      };
    }
  }
}
