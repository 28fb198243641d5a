package dev.notch.timing.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.Device;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.NetworkChooser.Candidate;
import dev.notch.profiler.NetworkChooser.Ranking;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.NetworkSample;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.sample.ProfileEffort.Adaptive;
import dev.notch.profiler.sample.ProfileEffort.Rounds;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticDevice;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import dev.notch.timing.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is chosen on a device with a staircase of 16 channels and a cliff beside multiples of 4. */
class ErrorChooserTest {
  private static final Network MOBILE = Zoo.build("mobilenet", 10, new Shape(3, 16, 16));
  private static final Network SHUFFLE = Zoo.build("shufflenetv2", 10, new Shape(3, 16, 16));

  @TempDir private Path folder;

  @Test
  void suspectsTheStaircase() {
    Ranking ranking = ErrorRanking.of(data(variants(MOBILE, 20)), "synthetic", 1);
    assertThat(ranking.suspects().multiples()).anyMatch(m -> m % 4 == 0);
  }

  @Test
  void whatIsMeasuredIsWorthNothingAndUnknownKindsAreWorthMost() {
    List<MeasuredNetwork> begun = variants(MOBILE, 12);
    Ranking ranking = ErrorRanking.of(data(begun), "synthetic", 1);
    List<MeasuredNetwork> pool = new ArrayList<>(begun);
    pool.addAll(variants(SHUFFLE, 1));
    pool.addAll(variants(MOBILE, 14).subList(12, 14));
    List<Candidate> candidates =
        new ArrayList<>(pool.stream().map(network -> new Candidate(network, 1)).toList());
    List<String> order = new ArrayList<>();
    List<MeasuredNetwork> chosen = new ArrayList<>(begun);
    for (int i = 0; i < 3; i++) {
      Candidate next = ranking.next(chosen, pool, candidates);
      candidates.remove(next);
      chosen.add(next.network());
      order.add(next.network().name());
    }
    assertThat(order).containsExactly("shufflenetv2", "mobilenet", "mobilenet");
    assertThat(begun).doesNotContainAnyElementsOf(chosen.subList(12, 15));
  }

  @Test
  void aDearNetworkMustBeWorthIt() {
    List<MeasuredNetwork> begun = variants(MOBILE, 12);
    Ranking ranking = ErrorRanking.of(data(begun), "synthetic", 1);
    MeasuredNetwork fresh = variants(MOBILE, 13).get(12);
    MeasuredNetwork other = variants(MOBILE, 14).get(13);
    List<MeasuredNetwork> pool = List.of(fresh, other);
    assertThat(
            ranking.next(begun, pool, List.of(new Candidate(fresh, 1e6), new Candidate(other, 1))))
        .extracting(Candidate::network)
        .isEqualTo(other);
  }

  @Tag("slow")
  @Test
  void aKilledProfileChoosesTheSameAndKeepsToItsSamples() {
    Path whole = folder.resolve("whole.csv");
    profiler().profile(request(), whole, Progress.NONE);
    Path killed = folder.resolve("killed.csv");
    Profiler profiler = profiler();
    for (int visits = 9; !profiler.complete(request(), killed); visits += 9) {
      try {
        profiler.profile(request(), killed, cancelledAfter(visits));
      } catch (CancelledException e) {
        assertThat(profiler.complete(request(), killed)).isFalse();
      }
    }
    List<MeasuredNetwork> networks = Measurements.read(whole).networks();
    assertThat(Measurements.read(killed).networks()).isEqualTo(networks);
    Set<LayerConfig> configs = new HashSet<>();
    networks.stream().map(MeasuredNetwork::samples).forEach(configs::addAll);
    assertThat(configs).hasSizeBetween(250, 300);
  }

  private Profiler profiler() {
    VirtualClock clock = new VirtualClock();
    return new Profiler(
        new SyntheticBackend(clock, SyntheticNoise.none()),
        new Timer(clock, new ReferenceWorkload(), 3),
        new MeasurementLock(folder),
        new Device("test", 1, 1, "", 1, "none", "none"),
        new ErrorChooser(1));
  }

  private static ProfileRequest request() {
    ProfileEffort effort =
        new ProfileEffort(
            1,
            new Rounds(3, 3),
            40,
            0,
            0,
            1,
            new Adaptive(0.5, 2),
            OptionalInt.of(300),
            ProfileEffort.named("quick").chains());
    return new ProfileRequest(List.of(MOBILE, SHUFFLE), false, 1, effort, 7);
  }

  private static List<MeasuredNetwork> variants(Network network, int count) {
    Lowering lowering = Lowering.of(RuntimeId.SYNTHETIC);
    List<NetworkSample> samples = new ConfigSampler(3).variants(network, count);
    return samples.stream()
        .map(sample -> MeasuredNetwork.of(lowering.lower(sample.network()), sample.plan()))
        .toList();
  }

  private static TrainingData data(List<MeasuredNetwork> networks) {
    List<TrainingData.Layer> layers = new ArrayList<>();
    for (MeasuredNetwork network : networks) {
      for (LayerConfig step : network.steps()) {
        layers.add(new TrainingData.Layer(step, SyntheticDevice.micros(step) / 1000, network.id()));
      }
    }
    return new TrainingData(layers, List.of());
  }

  private static Progress cancelledAfter(int visits) {
    return new Progress() {
      private int seen;

      @Override
      public void stage(String name) {}

      @Override
      public void update(long done, long total, String message) {
        seen++;
      }

      @Override
      public void note(String message) {}

      @Override
      public boolean cancelled() {
        return seen >= visits;
      }
    };
  }
}
