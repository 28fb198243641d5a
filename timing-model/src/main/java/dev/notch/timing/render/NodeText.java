package dev.notch.timing.render;

import dev.notch.timing.tree.Bounds;
import dev.notch.timing.tree.Numbers;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TimingTree.Node;
import dev.notch.timing.tree.TreeRenderer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What stands in the box of a node. */
final class NodeText {

  private NodeText() {}

  /** A question; or an equation, and under it how far to believe it. */
  static List<String> lines(TitledTree tree, Node node) {
    if (node instanceof Branch branch) {
      return List.of(branch.split().text(tree.schema()) + "?");
    }
    Leaf leaf = (Leaf) node;
    return List.of(
        TreeRenderer.equation(tree.schema(), tree.target(), leaf.equation()),
        String.format(Locale.ROOT, "n %d, error %.1f %%", leaf.samples(), leaf.error()));
  }

  /** What the leaf was fitted to, column by column, without the constant. */
  static String seen(Schema schema, Leaf leaf) {
    Bounds seen = leaf.seen();
    return IntStream.range(0, schema.explanatory().size() - 1)
        .mapToObj(
            i ->
                "%s %s to %s"
                    .formatted(
                        schema.explanatory().get(i),
                        Numbers.text(seen.low(i)),
                        Numbers.text(seen.high(i))))
        .collect(Collectors.joining(", ", "fitted to ", ""));
  }
}
