package dev.notch.compressor.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * What the guard found.
 *
 * @param allowedDrop percentage points
 * @param drop from the better of baseline and control to the result
 * @param baseline validation accuracy, 0 to 1
 * @param control accuracy of the baseline trained on, empty if this control was left out
 * @param result validation accuracy of the result, 0 to 1
 * @param images how many validation images were compared
 */
public record Verdict(
    double allowedDrop,
    PairedDrop drop,
    double baseline,
    Optional<Double> control,
    double result,
    int images,
    Outcome outcome)
    implements Finding {

  /** What follows for the result. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** The baseline is too near to chance for a drop to mean anything. */
    NOT_GUARDED,
    /** There was nothing to judge by. */
    NOT_MEASURED
  }

  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /** Whether drops are counted from the control rather than from the baseline. */
  public boolean countedFromControl() {
    return control.filter(c -> c > baseline).isPresent();
  }

  @Override
  public String describe() {
    String counted =
        String.format(
            Locale.ROOT,
            "drop %.2f points (95 %% interval %.2f to %.2f, allowed %.2f) on %d validation images,"
                + " counted from the baseline%s",
            drop.points(),
            drop.low(),
            drop.high(),
            allowedDrop,
            images,
            countedFromControl() ? " trained on for as many epochs" : "");
    return switch (outcome) {
      case PASSED -> "passed: " + counted;
      case FAILED -> "failed: " + counted;
      case NOT_GUARDED ->
          String.format(
              Locale.ROOT,
              "not guarded: the baseline's accuracy of %.1f %% is within %.0f points of chance; %s",
              100 * baseline,
              Guard.MINIMUM_POINTS_ABOVE_CHANCE,
              counted);
      case NOT_MEASURED -> "accuracy was not measured";
    };
  }
}
