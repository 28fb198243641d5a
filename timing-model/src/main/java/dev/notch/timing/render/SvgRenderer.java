package dev.notch.timing.render;

import dev.notch.timing.render.TreeLayout.Box;
import dev.notch.timing.render.TreeLayout.Edge;
import java.util.List;
import java.util.Locale;

/**
 * Trees as one SVG picture, from left to right, one under the other. Its colours are dark on a
 * light sheet of its own, and the other way round where the viewer prefers that.
 */
public final class SvgRenderer {
  private static final double MARGIN = 24;
  private static final double HEADING = 34;
  private static final String DARK =
      "@media (prefers-color-scheme: dark) {"
          + " .sheet{fill:#15181c} .text{fill:#e8ebee} .edges{stroke:#7d8996}"
          + " .question{fill:#262d36;stroke:#7d8996} .leaf{fill:#1d3326;stroke:#63a077} }";

  private final StringBuilder body = new StringBuilder();
  private double y = MARGIN;
  private double right;

  private SvgRenderer() {}

  public static String render(Drawing drawing) {
    return new SvgRenderer().sheet(drawing);
  }

  private String sheet(Drawing drawing) {
    heading(drawing.title());
    lines(drawing.notes());
    for (TitledTree tree : drawing.trees()) {
      y += MARGIN;
      heading(tree.title());
      tree(TreeLayout.of(tree));
    }
    y += MARGIN;
    lines(drawing.legend());
    return document(drawing.title(), right + MARGIN, y + MARGIN / 2);
  }

  private String document(String title, double width, double height) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s">
        <title>%3$s</title>
        <style>%4$s</style>
        <rect class="sheet" width="100%%" height="100%%" fill="#ffffff"/>
        <g class="text" fill="#1b2026" font-family="monospace" font-size="12">
        %5$s</g>
        </svg>
        """
        .formatted(number(Math.ceil(width)), number(Math.ceil(height)), xml(title), DARK, body);
  }

  private void tree(TreeLayout layout) {
    double top = y - TreeLayout.LINE;
    element("<g transform=\"translate(%s %s)\">", number(MARGIN), number(top));
    element("<g class=\"edges\" fill=\"none\" stroke=\"#8290a0\">");
    layout.edges().forEach(this::edge);
    element("</g>");
    boxes(
        "question", "#eef2f7", "#8290a0", layout.boxes().stream().filter(b -> !b.leaf()).toList());
    boxes("leaf", "#e8f5ec", "#6aa27b", layout.boxes().stream().filter(Box::leaf).toList());
    layout.edges().forEach(this::answer);
    layout.boxes().forEach(this::words);
    element("</g>");
    right = Math.max(right, MARGIN + layout.width());
    y = top + layout.height() + TreeLayout.LINE;
  }

  /** From the question to the right, up or down, and to the right again. */
  private void edge(Edge edge) {
    element(
        "<path d=\"M%s %sH%sV%sH%s\"/>",
        number(edge.from().right()),
        number(edge.from().y()),
        number(bend(edge)),
        number(edge.to().y()),
        number(edge.to().x()));
  }

  private void answer(Edge edge) {
    text(bend(edge) + 4, edge.to().y() - 4, 11, edge.label());
  }

  private static double bend(Edge edge) {
    return edge.to().x() - TreeLayout.GAP / 2;
  }

  private void boxes(String name, String fill, String stroke, List<Box> boxes) {
    element("<g class=\"%s\" fill=\"%s\" stroke=\"%s\">", name, fill, stroke);
    for (Box box : boxes) {
      element(
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"4\"%s",
          number(box.x()),
          number(box.y() - box.height() / 2),
          number(box.width()),
          number(box.height()),
          box.leaf() ? "><title>" + xml(box.note()) + "</title></rect>" : "/>");
    }
    element("</g>");
  }

  private void words(Box box) {
    double baseline = box.y() - (box.lines().size() - 1) * TreeLayout.LINE / 2 + 4;
    for (int i = 0; i < box.lines().size(); i++) {
      text(box.x() + 10, baseline + i * TreeLayout.LINE, 12, box.lines().get(i));
    }
  }

  private void heading(String line) {
    text(MARGIN, y, 15, line);
    right = Math.max(right, MARGIN + 1.25 * TreeLayout.width(line));
    y += HEADING;
  }

  private void lines(List<String> lines) {
    for (String line : lines) {
      text(MARGIN, y, 12, line);
      right = Math.max(right, MARGIN + TreeLayout.width(line));
      y += TreeLayout.LINE;
    }
  }

  private void text(double x, double baseline, int size, String words) {
    element(
        "<text x=\"%s\" y=\"%s\"%s>%s</text>",
        number(x), number(baseline), size == 12 ? "" : " font-size=\"" + size + "\"", xml(words));
  }

  private void element(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
  }

  /** What means something in XML or cannot stand in it is replaced. */
  private static String xml(String text) {
    return text.replaceAll("[^\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
