package dev.notch.timing.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.Device;
import dev.notch.profiler.NetworkChooser;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.clock.ReferenceWorkload;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.Origin;
import dev.notch.profiler.store.ProfileFolder;
import dev.notch.profiler.synthetic.SyntheticBackend;
import dev.notch.profiler.synthetic.SyntheticNoise;
import dev.notch.profiler.synthetic.VirtualClock;
import dev.notch.timing.holdout.EvaluationRequest.TestSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredSetsTest {
  private static final ProfileEffort EFFORT =
      new ProfileEffort(
          0.001, new ProfileEffort.Rounds(4, 8), 2, 0, 0, 2, ProfileEffort.named("quick").chains());

  @TempDir private Path folder;

  @Test
  void profileAndTestAreMeasuredInTurns() {
    List<Network> networks = List.of(Zoo.build("mobilenet", 10, new Shape(3, 8, 8)));
    EvaluationRequest request =
        new EvaluationRequest(networks, 1, EFFORT, 1, new TestSet(2, 1, 0, 0.001));
    ProfileFolder stores = new ProfileFolder(folder.resolve("stores"));
    List<String> seen = new ArrayList<>();
    Progress watch =
        new Watch() {
          @Override
          public void stage(String name) {
            Path test = stores.evaluation(2, 1);
            seen.add(name + ": " + rounds(stores.measurements()) + ", " + rounds(test));
          }
        };
    MeasuredSets sets = MeasuredSets.measure(profiler(), request, stores, watch);
    assertThat(seen)
        .containsExactly(
            "profile, pass 1 of 2: 0, 0",
            "measure test networks, pass 1 of 2: 2, 0",
            "profile, pass 2 of 2: 2, 6",
            "measure test networks, pass 2 of 2: 4, 6");
    assertThat(rounds(sets.training())).isEqualTo(4);
    assertThat(rounds(sets.test())).isEqualTo(12);
  }

  /** The least rounds that a network of the store has had; none without a store. */
  private static int rounds(Path store) {
    if (!Files.exists(store)) {
      return 0;
    }
    Measurements measured = Measurements.read(store);
    return measured.totals().stream()
        .mapToInt(total -> measured.rounds(Origin.TOTAL, total.network().id()))
        .min()
        .orElse(0);
  }

  private Profiler profiler() {
    VirtualClock clock = new VirtualClock();
    return new Profiler(
        new SyntheticBackend(clock, SyntheticNoise.none()),
        new Timer(clock, new ReferenceWorkload(), 3),
        new MeasurementLock(folder),
        new Device("test", 1, 1, "", 1, "none", "none"),
        NetworkChooser.SEEDED);
  }

  private abstract static class Watch implements Progress {
    @Override
    public void update(long done, long total, String message) {}

    @Override
    public void note(String message) {}

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
