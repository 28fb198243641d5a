package dev.notch.timing.render;

import dev.notch.timing.tree.TreeRenderer;
import java.util.List;
import java.util.stream.Collectors;

/** Trees as text: conditions indented, an equation in each leaf. */
public final class TextRenderer {

  private TextRenderer() {}

  public static String render(Drawing drawing) {
    String trees =
        drawing.trees().stream().map(TextRenderer::tree).collect(Collectors.joining("\n"));
    return lines(drawing.notes()) + "\n" + trees + "\n" + lines(drawing.legend());
  }

  private static String tree(TitledTree tree) {
    return tree.title() + "\n" + TreeRenderer.render(tree.schema(), tree.target(), tree.tree());
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
