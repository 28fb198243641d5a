package dev.notch.profiler.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.profiler.sample.ProfileEffort.Rounds;
import org.junit.jupiter.api.Test;

class ProfileEffortTest {

  @Test
  void partsAddUpToTheWhole() {
    ProfileEffort whole = ProfileEffort.named("standard");
    double seconds = 0;
    Rounds before = new Rounds(1, 1);
    for (int part = 1; part <= 3; part++) {
      ProfileEffort share = whole.part(part, 3);
      seconds += share.seconds();
      assertThat(share.rounds().least()).isGreaterThanOrEqualTo(before.least());
      assertThat(share.passes()).isEqualTo(1);
      before = share.rounds();
    }
    assertThat(seconds).isCloseTo(whole.seconds(), within(1e-9));
    assertThat(before).isEqualTo(whole.rounds());
  }
}
