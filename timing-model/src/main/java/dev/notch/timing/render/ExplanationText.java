package dev.notch.timing.render;

import dev.notch.timing.explain.Explanation;
import dev.notch.timing.explain.Explanation.Expected;
import dev.notch.timing.explain.Explanation.Outside;
import dev.notch.timing.explain.Term;
import dev.notch.timing.explain.WidthCurve;
import dev.notch.timing.explain.WidthCurve.Point;
import dev.notch.timing.tree.Numbers;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TreePath.Answer;
import dev.notch.timing.tree.TreeRenderer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Why a layer takes what it takes, as text. */
public final class ExplanationText {
  /** Notches shown on each side of the width that was asked for. */
  private static final int SHOWN = 4;

  private final StringBuilder text = new StringBuilder();

  private ExplanationText() {}

  public static String render(Explanation explanation) {
    return new ExplanationText().of(explanation);
  }

  private String of(Explanation e) {
    line("%s", e.layer().text());
    line("\nconditions");
    for (Answer answer : e.path().answers()) {
      String variable = e.schema().variables().get(answer.split().variable()).name();
      String value = variable + " = " + Numbers.text(answer.value());
      line("  %-40s %-28s %s", answer.split().text(e.schema()) + "?", value, yes(answer));
    }
    equation(e);
    e.outside().forEach(this::warning);
    e.curves().forEach(this::curve);
    return text.toString();
  }

  private void equation(Explanation e) {
    Leaf leaf = e.path().leaf();
    line("\nleaf %d of %d", leaf.index() + 1, e.leaves());
    line("  %s", TreeRenderer.equation(e.schema(), "ms", leaf.equation()));
    String constant = e.schema().explanatory().get(e.schema().explanatory().size() - 1);
    for (Term term : e.terms()) {
      String factors = Numbers.text(term.coefficient()) + " * " + Numbers.text(term.amount());
      boolean plain = term.name().equals(constant);
      line(
          "  %-18s %-24s %9s ms %6.1f %%",
          plain ? "constant" : term.name(),
          plain ? "" : factors,
          ms(term.value()),
          100 * term.share());
    }
    line(
        "  %-43s %9s ms           (n %d, error %.1f %%)",
        "predicted", ms(e.ms()), leaf.samples(), leaf.error());
    e.expected().ifPresent(this::expected);
  }

  private void expected(Expected expected) {
    line(
        "  %-43s %9s to %s ms",
        String.format(Locale.ROOT, "%.0f %% of measurements", 100 * expected.level()),
        ms(expected.interval().low()),
        ms(expected.interval().high()));
  }

  private void warning(Outside o) {
    line(
        "  warning: %s is %s, but the leaf was fitted to %s to %s; profile layers of this size",
        o.column(), Numbers.text(o.value()), Numbers.text(o.low()), Numbers.text(o.high()));
  }

  private void curve(WidthCurve curve) {
    List<Point> points = curve.points();
    line(
        "\n%s = %d, other widths from %d to %d",
        curve.dimension().label(),
        curve.here().width(),
        points.get(0).width(),
        points.get(points.size() - 1).width());
    curve
        .narrower()
        .ifPresentOrElse(
            p -> choice(curve, p, "narrow to", ""), () -> line("  narrowing does not pay"));
    curve
        .expansion()
        .ifPresentOrElse(
            p -> choice(curve, p, "widen to", ", the widest that is no slower"),
            () -> line("  every wider width is slower"));
    List<Point> notches = shown(curve);
    line("  notches that no wider width matches%s", notches.isEmpty() ? ": none" : "");
    notches.forEach(
        p -> line("    %5d %9s ms  %s%s", p.width(), ms(p.ms()), saves(curve, p), mark(p)));
  }

  private void choice(WidthCurve curve, Point p, String what, String why) {
    line("  %-9s %d: %s ms, %s%s%s", what, p.width(), ms(p.ms()), saves(curve, p), why, mark(p));
  }

  /** Those next to the width asked for. */
  private static List<Point> shown(WidthCurve curve) {
    List<Point> all = curve.frontier();
    int above = (int) all.stream().filter(p -> p.width() < curve.here().width()).count();
    return IntStream.range(0, all.size())
        .filter(i -> i >= above - SHOWN && i <= above + SHOWN)
        .mapToObj(all::get)
        .toList();
  }

  private static String saves(WidthCurve curve, Point p) {
    if (p.width() == curve.here().width()) {
      return "here";
    }
    double saved = curve.saves(p);
    return String.format(
        Locale.ROOT,
        "%s %s ms (%.1f %%)",
        saved < 0 ? "costs" : "saves",
        ms(Math.abs(saved)),
        100 * Math.abs(curve.savedShare(p)));
  }

  private static String mark(Point p) {
    return p.seen() ? "" : "  (beyond what was measured)";
  }

  private static String yes(Answer answer) {
    return answer.holds() ? "yes" : "no";
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
