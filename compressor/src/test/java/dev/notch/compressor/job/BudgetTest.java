package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

  @ParameterizedTest
  @CsvSource({
    "50%, 0.5",
    "2x, 0.5",
    "20ms, 0.5",
    "0.02s, 0.5",
    "20000us, 0.5",
    "12.5 ms, 0.3125",
    "3X, 0.3333333",
  })
  void allowsAFractionOfTheBaseline(String text, double fraction) {
    assertThat(Budget.parse(text).fractionOf(40)).isCloseTo(fraction, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "20", "-3ms", "50 percent", "1e3ms", "0ms", "0%", "0x"})
  void refusesWhatIsNoBudget(String text) {
    assertThatThrownBy(() -> Budget.parse(text))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("budget");
  }
}
