package dev.notch.compressor.job;

import dev.notch.models.NotchException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of what is spent the result may spend, as the user wrote it: {@code 20ms} (absolute),
 * {@code 50%} of the baseline or, the same, {@code 2x} as fast.
 *
 * @param asked the user's words
 * @param unit what {@code value} counts
 * @param value milliseconds, or the fraction of the baseline's cost
 */
public record Budget(String asked, Unit unit, double value) {
  /** A measured ratio may exceed what was asked by this factor: clocks and choices are grained. */
  public static final double TOLERANCE = 1.04;

  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|us|%|x)");

  /** What a budget counts. */
  public enum Unit {
    MILLISECONDS,
    FRACTION_OF_BASELINE
  }

  public Budget {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new NotchException("the budget " + asked + " must be more than zero");
    }
  }

  /**
   * @throws NotchException if the text is no budget
   */
  public static Budget parse(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new NotchException(
          "'" + text + "' is no budget; write 20ms (absolute), 50% of the baseline, or 2x as fast");
    }
    double number = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> new Budget(text, Unit.MILLISECONDS, number / 1000);
      case "s" -> new Budget(text, Unit.MILLISECONDS, number * 1000);
      case "ms" -> new Budget(text, Unit.MILLISECONDS, number);
      case "%" -> new Budget(text, Unit.FRACTION_OF_BASELINE, number / 100);
      default -> new Budget(text, Unit.FRACTION_OF_BASELINE, 1 / number);
    };
  }

  /** Whether it is below the baseline's cost, whatever that is. */
  public boolean asksForLess() {
    return unit == Unit.FRACTION_OF_BASELINE && value < 1;
  }

  /** The fraction of a baseline's cost that this budget allows; above 1 if there is room. */
  public double fractionOf(double baselineCost) {
    return unit == Unit.FRACTION_OF_BASELINE ? value : value / baselineCost;
  }
}
