package dev.notch.models.width;

import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Solves for the free widths of a network. Lines that turn out to have no legal width but their
 * full one are frozen, and the rest is solved again without them.
 */
final class GroupFinder {
  private final Layouts layouts;
  private final int[] full;
  private final Map<Integer, String> reasons = new LinkedHashMap<>();

  GroupFinder(Layouts layouts) {
    this.layouts = layouts;
    this.full = layouts.widths();
    int output = layouts.layoutOf().get(layouts.layoutOf().size() - 1);
    freeze(0, "the input of the network");
    layouts.closure(List.of(output)).stream()
        .filter(layouts::isLine)
        .forEach(line -> freeze(line, "the output of the network"));
  }

  ChannelGroups find() {
    while (true) {
      List<LinearForm> inLines = new WidthEquations(layouts, frozenLines()).solution();
      int[] lines = freeLines(inLines);
      List<LinearForm> forms = inGroups(inLines, lines);
      List<LegalWidths> constrained = constrained(forms, lines);
      if (!freezeFixed(constrained, lines)) {
        return new ChannelGroups(layouts, forms, groups(lines, forms), frozenWidths(), constrained);
      }
    }
  }

  private BitSet frozenLines() {
    BitSet lines = new BitSet();
    reasons.keySet().forEach(lines::set);
    return lines;
  }

  private void freeze(int line, String reason) {
    reasons.putIfAbsent(line, reason);
  }

  /** The lines that no equation determines, in the order in which the network makes them. */
  private int[] freeLines(List<LinearForm> inLines) {
    return layouts.layoutOf().stream()
        .distinct()
        .filter(layout -> layouts.isLine(layout) && inLines.get(layout).isVariable(layout))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static List<LinearForm> inGroups(List<LinearForm> inLines, int[] lines) {
    Map<Integer, LinearForm> groupOf = new HashMap<>();
    for (int group = 0; group < lines.length; group++) {
      groupOf.put(lines[group], LinearForm.variable(group));
    }
    LinearForm unread = LinearForm.constant(0);
    return inLines.stream()
        .map(form -> form.substitute(line -> groupOf.getOrDefault(line, unread)))
        .toList();
  }

  private List<LegalWidths> constrained(List<LinearForm> forms, int[] lines) {
    int[] widths = Arrays.stream(lines).map(line -> full[line]).toArray();
    return Constraints.of(layouts, forms, widths).stream()
        .filter(constraints -> constraints.groups().length > 0)
        .map(constraints -> new LegalWidths(constraints, widths))
        .toList();
  }

  /** Whether any group had to be frozen. */
  private boolean freezeFixed(List<LegalWidths> constrained, int[] lines) {
    boolean any = false;
    for (LegalWidths set : constrained) {
      if (set.fixed()) {
        any = true;
        for (int group : set.groups()) {
          freeze(lines[group], "no narrower width is legal at layer " + set.layers(layouts));
        }
      }
    }
    return any;
  }

  private List<ChannelGroup> groups(int[] lines, List<LinearForm> forms) {
    List<List<Integer>> producers = new ArrayList<>();
    Arrays.stream(lines).forEach(line -> producers.add(new ArrayList<>()));
    for (Node node : layouts.network().nodes()) {
      LinearForm form = forms.get(layouts.layoutOf().get(node.id()));
      int[] variables = form.variables();
      if (makesChannels(node) && variables.length == 1 && form.isVariable(variables[0])) {
        producers.get(variables[0]).add(node.id());
      }
    }
    List<ChannelGroup> groups = new ArrayList<>();
    for (int group = 0; group < lines.length; group++) {
      List<Integer> made = producers.get(group);
      String name = layouts.network().node(made.get(0)).name();
      groups.add(new ChannelGroup(group, name, full[lines[group]], made));
    }
    return groups;
  }

  private static boolean makesChannels(Node node) {
    return node.layer() instanceof Linear
        || (node.layer() instanceof Convolution c && !Narrowing.followsInput(c));
  }

  private List<FrozenWidth> frozenWidths() {
    List<FrozenWidth> widths = new ArrayList<>();
    reasons.forEach(
        (line, reason) -> {
          int node = layouts.layoutOf().indexOf(line);
          widths.add(new FrozenWidth(layouts.network().node(node).name(), full[line], reason));
        });
    return widths;
  }
}
