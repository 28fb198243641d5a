package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimingTest {

  @Test
  void quietIsTheFifteenthPercentileOfAllRuns() {
    Timing timing = Timing.ofMicros(new double[] {160, 100, 111, 112, 165, 104, 113, 1000});
    assertThat(timing.quietMs()).isCloseTo(0.10435, within(1e-9));
    assertThat(timing.minMs()).isEqualTo(0.1);
    assertThat(timing.medianMs()).isEqualTo(0.1125);
    assertThat(timing.samples()).isEqualTo(8);
  }

  @Test
  void aSingleRunIsAllStatistics() {
    Timing timing = Timing.ofMicros(new double[] {2000});
    assertThat(timing).isEqualTo(new Timing(2, 2, 2, 2, 1));
  }

  @Test
  void refusesNothingAndNonsense() {
    assertThatThrownBy(() -> Timing.ofMicros(new double[0])).hasMessageContaining("one run");
    assertThatThrownBy(() -> Timing.ofMicros(new double[] {Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Timing.ofMicros(new double[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
