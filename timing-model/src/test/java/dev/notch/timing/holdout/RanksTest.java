package dev.notch.timing.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RanksTest {

  @Test
  void withoutTiesItIsTheTextbookFormula() {
    // Rank differences 1, 1, 1, 1, 0: 1 - 6 * 4 / (5 * 24).
    double[] a = {10, 20, 30, 40, 50};
    double[] b = {2, 1, 4, 3, 5};
    assertThat(Ranks.correlation(a, b).orElseThrow()).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void equalValuesShareTheirMeanRank() {
    assertThat(Ranks.ranks(new double[] {7, 3, 7, 7, 1})).containsExactly(4, 2, 4, 4, 1);
    // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    double[] a = {1, 2, 2, 4};
    double[] b = {10, 20, 30, 40};
    assertThat(Ranks.correlation(a, b).orElseThrow())
        .isCloseTo(4.5 / Math.sqrt(22.5), within(1e-12));
  }

  @Test
  void onlyTheOrderCounts() {
    double[] a = {0.1, 5, 2, 300};
    assertThat(Ranks.correlation(a, new double[] {1, 3, 2, 4}).orElseThrow())
        .isCloseTo(1, within(1e-12));
    assertThat(Ranks.correlation(a, new double[] {4, 2, 3, 1}).orElseThrow())
        .isCloseTo(-1, within(1e-12));
  }

  @Test
  void whatCannotBeRankedHasNoCorrelation() {
    assertThat(Ranks.correlation(new double[] {1}, new double[] {1})).isEmpty();
    assertThat(Ranks.correlation(new double[] {1, 1}, new double[] {1, 2})).isEmpty();
    assertThatThrownBy(() -> Ranks.correlation(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
