package dev.notch.timing.tree;

import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import java.util.Locale;

/**
 * A tree as text that a person reads: conditions indented, each leaf an equation with the number of
 * samples behind it and their mean error.
 */
public final class TreeRenderer {
  private final Schema schema;
  private final String target;
  private final StringBuilder text = new StringBuilder();

  private TreeRenderer(Schema schema, String target) {
    this.schema = schema;
    this.target = target;
  }

  /**
   * @param target what the equations give, such as {@code ms}
   */
  public static String render(Schema schema, String target, TimingTree tree) {
    TreeRenderer renderer = new TreeRenderer(schema, target);
    renderer.node(tree.root(), "");
    return renderer.text.toString();
  }

  /** One equation, such as {@code ms = 0.0213*MMACs + 0.11*MB}. */
  public static String equation(Schema schema, String target, Equation equation) {
    StringBuilder line = new StringBuilder(target).append(" = ");
    boolean first = true;
    for (int i = 0; i < equation.size(); i++) {
      if (equation.coefficient(i) > 0) {
        line.append(first ? "" : " + ").append(term(schema, equation, i));
        first = false;
      }
    }
    return first ? line.append("0").toString() : line.toString();
  }

  private static String term(Schema schema, Equation equation, int column) {
    String number = Numbers.text(equation.coefficient(column));
    boolean constant = column == schema.explanatory().size() - 1;
    return constant ? number : number + "*" + schema.term(equation.view(), column);
  }

  private void node(TimingTree.Node node, String indent) {
    if (node instanceof Branch branch) {
      line(indent + branch.split().text(schema), branch.yes(), indent);
      line(indent + branch.split().negation(schema), branch.no(), indent);
    } else {
      text.append(indent).append(leaf((Leaf) node)).append('\n');
    }
  }

  private void line(String condition, TimingTree.Node below, String indent) {
    if (below instanceof Leaf leaf) {
      text.append(condition).append(": ").append(leaf(leaf)).append('\n');
    } else {
      text.append(condition).append('\n');
      node(below, indent + "|  ");
    }
  }

  private String leaf(Leaf leaf) {
    return String.format(
        Locale.ROOT,
        "%s  (n %d, error %.1f %%)",
        equation(schema, target, leaf.equation()),
        leaf.samples(),
        leaf.error());
  }
}
