package dev.notch.timing.render;

import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TimingTree.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the boxes of a tree come to lie when it is drawn from left to right: a row for each leaf, a
 * column for each depth, every question halfway between its answers. Boxes of one tree never
 * overlap: below a question lie all rows of its answers and no others.
 *
 * @param width of everything, in pixels
 * @param height of everything, in pixels
 */
record TreeLayout(List<Box> boxes, List<Edge> edges, double width, double height) {
  static final double LINE = 16;
  static final double GAP = 60;
  private static final double ROW = 50;
  private static final double PADDING = 10;

  /** Most monospaced letters are 0.6 times as wide as high; drawn at 12 pixels, with a reserve. */
  private static final double LETTER = 7.4;

  /**
   * @param y of its middle
   * @param note what there is to say beside; empty for questions
   */
  record Box(double x, double y, double width, List<String> lines, String note) {

    boolean leaf() {
      return !note.isEmpty();
    }

    double height() {
      return lines.size() * LINE + PADDING;
    }

    double right() {
      return x + width;
    }
  }

  record Edge(Box from, Box to, String label) {}

  static TreeLayout of(TitledTree tree) {
    return new Builder(tree).build();
  }

  /** The space that a line of text takes. */
  static double width(String line) {
    return line.length() * LETTER;
  }

  private static double width(List<String> lines) {
    return lines.stream().mapToDouble(TreeLayout::width).max().orElse(0) + 2 * PADDING;
  }

  private static final class Builder {
    private final TitledTree tree;
    private final List<Box> boxes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Double> columns = new ArrayList<>();
    private int rows;

    Builder(TitledTree tree) {
      this.tree = tree;
    }

    TreeLayout build() {
      List<Double> widest = new ArrayList<>();
      measure(tree.tree().root(), 0, widest);
      columns.add(0.0);
      widest.forEach(width -> columns.add(columns.get(columns.size() - 1) + width + GAP));
      place(tree.tree().root(), 0);
      double width = boxes.stream().map(Box::right).max(Comparator.naturalOrder()).orElse(0.0);
      return new TreeLayout(List.copyOf(boxes), List.copyOf(edges), width, rows * ROW);
    }

    /** The widest question of each depth. */
    private void measure(Node node, int depth, List<Double> widest) {
      if (node instanceof Branch branch) {
        if (widest.size() == depth) {
          widest.add(0.0);
        }
        double width = width(NodeText.lines(tree, node));
        widest.set(depth, Math.max(widest.get(depth), width));
        measure(branch.yes(), depth + 1, widest);
        measure(branch.no(), depth + 1, widest);
      }
    }

    private Box place(Node node, int depth) {
      List<String> lines = NodeText.lines(tree, node);
      double x = columns.get(depth);
      if (node instanceof Leaf leaf) {
        String note = NodeText.seen(tree.schema(), leaf);
        return add(new Box(x, (rows++ + 0.5) * ROW, width(lines), lines, note));
      }
      Branch branch = (Branch) node;
      Box yes = place(branch.yes(), depth + 1);
      Box no = place(branch.no(), depth + 1);
      Box box = add(new Box(x, (yes.y() + no.y()) / 2, width(lines), lines, ""));
      edges.add(new Edge(box, yes, "yes"));
      edges.add(new Edge(box, no, "no"));
      return box;
    }

    private Box add(Box box) {
      boxes.add(box);
      return box;
    }
  }
}
