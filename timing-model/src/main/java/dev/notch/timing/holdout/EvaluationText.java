package dev.notch.timing.holdout;

import dev.notch.timing.evaluation.ErrorStats;
import dev.notch.timing.holdout.LearningCurve.Point;
import dev.notch.timing.holdout.NetworkErrors.Family;
import java.util.Locale;
import java.util.OptionalDouble;

/** An evaluation for people. */
final class EvaluationText {
  /** As wide as figures are. */
  private static final String NO_FIGURES = "     0" + " ".repeat(30);

  private final StringBuilder text = new StringBuilder();

  private EvaluationText() {}

  static String of(Evaluation evaluation) {
    EvaluationText report = new EvaluationText();
    Evaluation.Origin origin = evaluation.origin();
    report.line("How good the timing models are on networks and layers that nobody profiled");
    report.line("");
    report.line("device    %s", origin.deviceText());
    report.line("command   %s", origin.command());
    report.line("tool      %s", origin.tool());
    report.line(
        "profile   effort %s, seed %d; test networks: full width and %d variants, seed %d",
        origin.effort(), origin.seed(), origin.variants(), origin.testSeed());
    report.line("");
    report.line(
        "Errors, shares and noise (first against second half of the visits) are in percent.");
    evaluation.runtimes().forEach(report::runtime);
    return report.text.toString();
  }

  private void runtime(RuntimeEvaluation runtime) {
    line("");
    line(
        "%s %s, %d thread(s)",
        runtime.runtime(), runtime.header().version(), runtime.header().threads());
    networks(runtime.networks());
    layers(runtime);
    leftOut(runtime);
    curve(runtime);
    runtime.coverage().ifPresent(this::coverage);
    cost(runtime);
  }

  private void networks(NetworkErrors networks) {
    line("");
    line(
        "Networks                     n    MAPE   RMSPE   <=5%%  <=10%%   rank   noise  known  worst");
    for (Family f : networks.families()) {
      line(
          "  %-20s %s %6s %7s %6.0f %6.1f",
          f.name(),
          figures(f.errors()),
          number("%.3f", f.rankCorrelation()),
          number("%.1f", f.noiseFloor()),
          f.known(),
          f.worst().error());
    }
    line(
        "  %-20s %s %6s %7s %6.0f",
        "all",
        figures(networks.all()),
        "",
        number("%.1f", networks.noiseFloor()),
        networks.known());
    line(
        "  %-20s %s",
        "no layer known", networks.none().map(EvaluationText::figures).orElse(NO_FIGURES));
    if (networks.unpriced() > 0) {
      line("  %d networks have layers of a kind that was not profiled", networks.unpriced());
    }
    line("");
    line("At full width            predicted ms  measured ms   error   noise");
    networks.networks().stream().filter(n -> n.network().fullWidth()).forEach(this::fullWidth);
  }

  private void fullWidth(PricedNetwork n) {
    line(
        "  %-20s %14.3f %12.3f %7.1f %7s",
        n.network().family(),
        n.predictedMs(),
        n.measuredMs(),
        n.error(),
        number("%.1f", n.network().time().noise()));
  }

  private void layers(RuntimeEvaluation runtime) {
    line("");
    StringBuilder header =
        new StringBuilder("Layers                       n    MAPE   RMSPE   <=5%  <=10%   noise");
    runtime.layers().stream()
        .limit(1)
        .flatMap(l -> l.baselines().byName().keySet().stream())
        .forEach(name -> header.append(String.format(Locale.ROOT, "  %17s", name)));
    line("%s", header);
    for (LayerErrors l : runtime.layers()) {
      StringBuilder others = new StringBuilder();
      l.baselines()
          .byName()
          .values()
          .forEach(e -> others.append(String.format(Locale.ROOT, "  %17.1f", e.mape())));
      line(
          "  %-20s %s %7s%s",
          l.group().label(),
          l.errors().map(EvaluationText::figures).orElse(NO_FIGURES),
          number("%.1f", l.noiseFloor()),
          others);
    }
    runtime.layers().forEach(this::layerNotes);
    runtime.beyond().note().ifPresent(note -> line("  %s", note));
  }

  private void layerNotes(LayerErrors l) {
    LayerErrors.BaselineErrors others = l.baselines();
    if (others.rows() < others.of()) {
      line(
          "  %s: the others learned from %d of %d rows; a timing tree from the same: MAPE %s",
          l.group().label(),
          others.rows(),
          others.of(),
          others.tree().map(e -> String.format(Locale.ROOT, "%.1f", e.mape())).orElse("?"));
    }
    if (l.unpriced() > 0) {
      line("  %s: %d layers of a kind that was not profiled", l.group().label(), l.unpriced());
    }
  }

  private void leftOut(RuntimeEvaluation runtime) {
    line("");
    line("Families priced by a model     n    MAPE   RMSPE   <=5%%  <=10%%   rank");
    line("that has not seen them");
    for (LeftOut out : runtime.leftOut()) {
      String unpriced = out.unpriced() == 0 ? "" : "  not priced: " + out.unpriced();
      line(
          "  %-20s %s %6s%s",
          out.family(),
          out.errors().map(EvaluationText::figures).orElse(NO_FIGURES),
          number("%.3f", out.rankCorrelation()),
          unpriced);
    }
  }

  private void curve(RuntimeEvaluation runtime) {
    line("");
    line(
        "Learned from   samples  different  networks  minutes     n    MAPE   RMSPE   <=5%%  <=10%%  layer MAPE");
    for (Point p : runtime.curve()) {
      line(
          "  %8.1f %% %10d %10d %9d %8.1f %s %11s",
          100 * p.share(),
          p.samples(),
          p.configurations(),
          p.profiled(),
          p.minutes(),
          p.networks().map(EvaluationText::figures).orElse(NO_FIGURES),
          p.layers().map(e -> String.format(Locale.ROOT, "%.1f", e.mape())).orElse(""));
    }
  }

  private void coverage(Coverage coverage) {
    line("");
    line(
        "Intervals of %.0f %% hold %s %% of the networks and %s %% of the layers",
        coverage.nominal(), number("%.1f", coverage.networks()), number("%.1f", coverage.layers()));
  }

  private void cost(RuntimeEvaluation runtime) {
    Cost cost = runtime.cost();
    line("");
    line(
        "Cost: %d layer samples (%d different) of %d networks, %.1f minutes of profiling%s,"
            + " fitted in %.1f s",
        cost.samples(),
        cost.configurations(),
        cost.networks(),
        cost.minutes(),
        cost.wholeTime() ? "" : " (counted runs alone)",
        cost.fitSeconds());
    TestRun test = runtime.test();
    line(
        "Test networks: %d to %d rounds each in %.1f minutes",
        test.leastRounds(), test.mostRounds(), test.minutes());
    line(
        "Machine slow in %s %% of the profile's visits and %s %% of the test's",
        number("%.1f", cost.slowShare()), number("%.1f", test.slowShare()));
    if (runtime.unlearned() > 0) {
      line("%d full-width networks of the profile were not learned from", runtime.unlearned());
    }
    if (runtime.unasked() > 0) {
      line("%d test networks were left out: the profile holds them", runtime.unasked());
    }
  }

  private static String figures(ErrorStats e) {
    return String.format(
        Locale.ROOT,
        "%6s %7s %7s %6s %6s",
        e.n(),
        decimal(e.mape()),
        decimal(e.rmspe()),
        decimal(e.within5()),
        decimal(e.within10()));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "?";
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
