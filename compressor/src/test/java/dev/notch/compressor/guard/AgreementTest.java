package dev.notch.compressor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.compressor.guard.Agreement.OutputError;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void isDecidedByTheWorstOutput() {
    List<OutputError> outputs = List.of(new OutputError("boxes", 0.05), new OutputError("p", 0.2));
    assertThat(new Agreement(outputs, 0.2, 10).outcome()).isEqualTo(Verdict.Outcome.PASSED);
    Agreement failed = new Agreement(outputs, 0.19, 10);
    assertThat(failed.outcome()).isEqualTo(Verdict.Outcome.FAILED);
    assertThat(failed.describe())
        .contains("failed", "boxes 0.0500, p 0.2000", "allowed 0.1900", "10 images")
        .contains("accuracy was not measured");
  }

  @Test
  void doesNotAgreeWithWhatIsNoNumber() {
    List<OutputError> outputs = List.of(new OutputError("a", Double.NaN), new OutputError("b", 0));
    assertThat(new Agreement(outputs, 1, 1).outcome()).isEqualTo(Verdict.Outcome.FAILED);
    assertThat(new Finding.Nothing().outcome()).isEqualTo(Verdict.Outcome.NOT_MEASURED);
  }

  @Test
  void needsSomethingToCompare() {
    assertThatThrownBy(() -> new Agreement(List.of(), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 outputs");
  }
}
