package dev.notch.cli;

import dev.notch.cli.RepetitionSummary.Figures;
import dev.notch.cli.RepetitionSummary.Part;
import java.util.Locale;
import java.util.Map;

/** What two profiles differ by, for people. */
final class RepetitionText {
  private final StringBuilder text = new StringBuilder();

  private RepetitionText() {}

  static String of(RepetitionSummary summary) {
    RepetitionText report = new RepetitionText();
    report.head(summary);
    report.line("%-20s %6s  %-39s %s", "", "", "as measured", "at the machine's typical speed");
    report.line("%-20s %6s  %s %s", "", "n", columns(), columns());
    report.part(summary);
    if (summary.withinFirst() != null && summary.withinSecond() != null) {
      report.line(
          "%nWhole networks inside one profile, first against second half of the visits: %.1f and"
              + " %.1f %%",
          summary.withinFirst(), summary.withinSecond());
    }
    return report.text.toString();
  }

  private void head(RepetitionSummary summary) {
    line(
        "%s %s, %d thread(s), %s",
        summary.runtime(), summary.version(), summary.threads(), summary.device());
    line("first   %s", summary.first());
    line(
        "second  %s%s",
        summary.second(),
        summary.minutes() == null
            ? ""
            : String.format(Locale.ROOT, ", %.0f minutes later", summary.minutes()));
    line("%nDifferences of what both measured, in percent (shift: the median with its sign)");
  }

  private void part(RepetitionSummary summary) {
    Part measured = summary.measured();
    Part steady = summary.steady();
    rows("networks", measured.networks(), steady.networks());
    row("all networks", measured.allNetworks(), steady.allNetworks());
    row("calibration", measured.calibration(), steady.calibration());
    rows("layers", measured.layers(), steady.layers());
    row("all layers", measured.allLayers(), steady.allLayers());
    if (summary.sentinels() != null) {
      line("%-20s %6d  %s", "sentinels", summary.sentinels().n(), figures(summary.sentinels()));
    }
  }

  private void rows(String title, Map<String, Figures> measured, Map<String, Figures> steady) {
    if (!measured.isEmpty()) {
      line("%s", title);
    }
    measured.forEach((name, figures) -> row("  " + name, figures, steady.get(name)));
  }

  private void row(String name, Figures measured, Figures steady) {
    if (measured != null && steady != null) {
      line("%-20s %6d  %s %s", name, measured.n(), figures(measured), figures(steady));
    }
  }

  private static String columns() {
    return String.format(
        Locale.ROOT, "%7s %7s %7s %7s %7s", "mean", "median", "90 %", "max", "shift");
  }

  private static String figures(Figures f) {
    return String.format(
        Locale.ROOT,
        "%7.1f %7.1f %7.1f %7.1f %+7.1f",
        f.mean(),
        f.median(),
        f.p90(),
        f.max(),
        f.shift());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
