package dev.notch.compressor.guard;

import dev.notch.compressor.guard.Verdict.Outcome;
import java.util.Optional;

/**
 * Judges whether a smaller network lost too much accuracy, in pairs on validation images. The drop
 * is counted from the better of the baseline and, where there is one, the control: the baseline
 * trained on for the result's extra epochs, without which a barely trained baseline would hide a
 * loss. The point estimate decides, its interval says how sure that is.
 *
 * @param allowedDrop percentage points, zero or more
 * @param classes of the data set; chance is 1 / classes
 */
public record Guard(double allowedDrop, int classes) {
  /** A baseline that is nearer to chance than this has no accuracy worth guarding. */
  public static final double MINIMUM_POINTS_ABOVE_CHANCE = 40;

  public Guard {
    if (!(allowedDrop >= 0 && allowedDrop <= 100)) {
      throw new IllegalArgumentException(
          "allowed drop must be 0 to 100 percentage points, was " + allowedDrop);
    }
    if (classes < 2) {
      throw new IllegalArgumentException("a guard needs at least two classes, was " + classes);
    }
  }

  /** Compares the result with the baseline, and with the control if there is one. */
  public Verdict judge(Correctness baseline, Optional<Correctness> control, Correctness result) {
    Correctness reference =
        control.filter(c -> c.accuracy() > baseline.accuracy()).orElse(baseline);
    PairedDrop drop = PairedDrop.between(reference, result);
    return new Verdict(
        allowedDrop,
        drop,
        baseline.accuracy(),
        control.map(Correctness::accuracy),
        result.accuracy(),
        result.images(),
        outcome(baseline, drop));
  }

  /** Whether a baseline is far enough above chance for its accuracy to be guarded. */
  public boolean guards(Correctness baseline) {
    return 100 * baseline.accuracy() - 100.0 / classes >= MINIMUM_POINTS_ABOVE_CHANCE;
  }

  private Outcome outcome(Correctness baseline, PairedDrop drop) {
    if (!guards(baseline)) {
      return Outcome.NOT_GUARDED;
    }
    return drop.points() <= allowedDrop ? Outcome.PASSED : Outcome.FAILED;
  }
}
