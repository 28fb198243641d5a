package dev.notch.profiler.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.profiler.store.Measurement.Visit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowPhasesTest {

  @Test
  void countsVisitsBesideASlowReference() {
    List<Measurement> visits = visits("a", 18, 18, 19, 30, 18, 17, 18, 24);
    assertThat(SlowPhases.share(visits).orElseThrow()).isEqualTo(0.25);
  }

  /** Another start of the profiler may run in another frequency: it has its own median. */
  @Test
  void comparesWithinOneRunOfTheClock() {
    List<Measurement> visits = new ArrayList<>(visits("a", 18, 18, 18, 18));
    visits.addAll(visits("b", 36, 36, 36, 54));
    assertThat(SlowPhases.share(visits).orElseThrow()).isEqualTo(0.125);
  }

  @Test
  void knowsNothingWithoutVisits() {
    assertThat(SlowPhases.share(List.of())).isEmpty();
  }

  private static List<Measurement> visits(String clock, double... references) {
    List<Measurement> visits = new ArrayList<>();
    for (double reference : references) {
      Visit visit = new Visit(clock, visits.size(), "device", reference, 0);
      visits.add(Measurement.whole(Origin.TOTAL, "network", visit, new double[] {1}));
    }
    return visits;
  }
}
