package dev.notch.profiler.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  @Test
  void figuresAreThoseOfTheDifferencesInPercentOfTheSecond() {
    Spread spread =
        Spread.of(new double[][] {{110, 100}, {98, 100}, {104, 100}, {1, 1}, {96, 100}});

    assertThat(spread.n()).isEqualTo(5);
    assertThat(spread.mean()).isCloseTo((10 + 2 + 4 + 0 + 4) / 5.0, EXACT);
    assertThat(spread.median()).isCloseTo(4, EXACT);
    assertThat(spread.p90()).isCloseTo(4 + 0.6 * 6, EXACT);
    assertThat(spread.max()).isCloseTo(10, EXACT);
    assertThat(spread.shift()).isCloseTo(0, EXACT);
  }

  @Test
  void whatWasNotMeasuredHasNoSpread() {
    assertThatThrownBy(() -> Spread.of(new double[0][])).hasMessageContaining("measured twice");
    assertThatThrownBy(() -> Spread.of(new double[][] {{0, 1}})).hasMessageContaining("not 0.0");
  }
}
