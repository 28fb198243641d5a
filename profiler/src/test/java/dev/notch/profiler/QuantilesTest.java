package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  @Test
  void neighboursAreInterpolated() {
    double[] values = {4, 1, 3, 2};
    assertThat(Quantiles.of(values, 0)).isEqualTo(1);
    assertThat(Quantiles.of(values, 0.5)).isEqualTo(2.5);
    assertThat(Quantiles.of(values, 1)).isEqualTo(4);
    assertThat(values).containsExactly(4, 1, 3, 2);
  }

  @Test
  void noValueAndNoShareAreErrors() {
    assertThatThrownBy(() -> Quantiles.of(new double[0], 0.5)).hasMessageContaining("had 0");
    assertThatThrownBy(() -> Quantiles.of(new double[] {1}, 1.5)).hasMessageContaining("1.5");
  }
}
