package dev.notch.timing.render;

import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TimingTree.Node;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Trees in the language of Graphviz: one directed graph, a cluster for each tree. */
public final class DotRenderer {
  private final StringBuilder text = new StringBuilder();
  private int nodes;

  private DotRenderer() {}

  public static String render(Drawing drawing) {
    return new DotRenderer().graph(drawing);
  }

  private String graph(Drawing drawing) {
    line("digraph {");
    line("  rankdir=LR; labelloc=t; labeljust=l; fontname=\"monospace\";");
    line("  node [shape=box, style=\"rounded\", fontname=\"monospace\", fontsize=11];");
    line("  edge [fontname=\"monospace\", fontsize=10];");
    line("  label=" + label(Stream.concat(Stream.of(drawing.title()), drawing.notes().stream())));
    for (int i = 0; i < drawing.trees().size(); i++) {
      TitledTree tree = drawing.trees().get(i);
      line("  subgraph cluster_" + i + " {");
      line("    label=" + quoted(tree.title()) + ";");
      node(tree, tree.tree().root());
      line("  }");
    }
    line("}");
    return text.toString();
  }

  /** Writes a node with all below it; gives its name. */
  private String node(TitledTree tree, Node node) {
    String name = "n" + nodes++;
    List<String> lines = NodeText.lines(tree, node);
    if (node instanceof Branch branch) {
      line("    %s [label=%s];".formatted(name, quoted(lines.get(0))));
      line("    %s -> %s [label=\"yes\"];".formatted(name, node(tree, branch.yes())));
      line("    %s -> %s [label=\"no\"];".formatted(name, node(tree, branch.no())));
    } else {
      String seen = quoted(NodeText.seen(tree.schema(), (Leaf) node));
      String attributes = "label=%s, tooltip=%s, style=\"solid\"";
      line("    %s [%s];".formatted(name, attributes.formatted(block(lines.stream()), seen)));
    }
    return name;
  }

  private static String label(Stream<String> lines) {
    return block(lines) + ";";
  }

  /** Lines that begin at the left. */
  private static String block(Stream<String> lines) {
    return lines.map(line -> escaped(line) + "\\l").collect(Collectors.joining("", "\"", "\""));
  }

  private static String quoted(String line) {
    return '"' + escaped(line) + '"';
  }

  private static String escaped(String line) {
    return line.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " ");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
