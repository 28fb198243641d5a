package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.profiler.sample.ProfileEffort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final long MIB = 1L << 20;

  @Test
  void familiesStayTogetherEvenIfTheirNetworksDoNotFollowEachOther() {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      subjects.add(subject("large", 80));
      subjects.add(subject("small", 30));
      subjects.add(subject("tiny", 20));
    }
    List<Batch> schedule = Batch.schedule(subjects, effort(2), 400 * MIB);
    assertThat(schedule.stream().map(BatchTest::names))
        .containsExactly(
            "large large large large",
            "small small small small tiny tiny tiny tiny",
            "large large large large",
            "small small small small tiny tiny tiny tiny");
    assertThat(schedule).extracting(Batch::leastRounds).containsExactly(6, 6, 12, 12);
  }

  @Test
  void aFamilyThatDoesNotFitIntoMemoryIsCut() {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      subjects.add(subject("large", 80));
    }
    assertThat(Batch.schedule(subjects, effort(1), 256 * MIB).stream().map(BatchTest::names))
        .containsExactly("large large large", "large large");
  }

  @Test
  void whatFitsTogetherIsLoadedOnce() {
    List<Subject> subjects = List.of(subject("a", 30), subject("b", 40));
    assertThat(Batch.schedule(subjects, effort(3), 256 * MIB)).hasSize(1);
  }

  @Test
  void memoryBoundsWhatIsLoaded() {
    assertThat(Batch.weightBytes(1)).isEqualTo(256 * MIB);
    assertThat(Batch.weightBytes(24)).isEqualTo(2048 * MIB);
  }

  private static String names(Batch batch) {
    return String.join(" ", batch.subjects().stream().map(s -> s.network().name()).toList());
  }

  private static ProfileEffort effort(int passes) {
    ProfileEffort any = ProfileEffort.named("quick");
    return new ProfileEffort(10, new ProfileEffort.Rounds(12, 60), 0, 0, 0, passes, any.chains());
  }

  /** A network of one layer with about so many MiB of weights. */
  private static Subject subject(String name, int mib) {
    NetworkBuilder b = new NetworkBuilder(new Shape(512, 1, 1));
    b.linear(b.flatten(b.input()), mib * 512);
    Network network = b.build(name);
    return new Subject(network, Optional.empty(), name);
  }
}
