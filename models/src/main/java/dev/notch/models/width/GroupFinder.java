package dev.notch.models.width;

import dev.notch.models.width.Layouts.Equation;
import dev.notch.models.width.Layouts.Partition;
import dev.notch.models.width.Layouts.Pin;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Solves for the free widths of a network. Lines that turn out to have no legal width but their
 * full one are frozen, and the rest is solved again without them.
 */
final class GroupFinder {
  private final Layouts layouts;
  private final int[] full;
  private final int[] lines;
  private final Map<Integer, String> reasons = new LinkedHashMap<>();

  GroupFinder(Layouts layouts) {
    this.layouts = layouts;
    this.full = layouts.widths();
    this.lines = linesInOrder();
    for (Pin pin : layouts.pins()) {
      freeze(List.of(pin.layout()), pin.reason());
    }
    new Ambiguities(layouts).freeze(this::freeze);
  }

  ChannelGroups find() {
    while (true) {
      List<LinearForm> inLines = new WidthEquations(layouts, frozenLines()).solution();
      freezeDetermined(inLines);
      int[] free = freeLines(inLines);
      Solved solved = solved(inLines, free);
      List<LegalWidths> constrained =
          Constraints.of(solved).stream()
              .filter(constraints -> constraints.groups().length > 0)
              .map(constraints -> new LegalWidths(constraints, solved.full()))
              .toList();
      if (!freezeFixed(constrained, free)) {
        return new ChannelGroups(solved, new GroupNames(solved, free, reasons), constrained);
      }
    }
  }

  private int[] linesInOrder() {
    return layouts.layoutOf().stream()
        .distinct()
        .flatMapToInt(layout -> layouts.lines(List.of(layout)).stream())
        .distinct()
        .toArray();
  }

  private BitSet frozenLines() {
    BitSet frozen = new BitSet();
    reasons.keySet().forEach(frozen::set);
    return frozen;
  }

  private void freeze(List<Integer> roots, String reason) {
    layouts.lines(roots).stream().forEach(line -> reasons.putIfAbsent(line, reason));
  }

  /** Lines whose width follows from frozen ones. */
  private void freezeDetermined(List<LinearForm> inLines) {
    for (int line : lines) {
      if (inLines.get(line).variables().length == 0 && !reasons.containsKey(line)) {
        reasons.put(line, "its width follows from frozen ones at layer " + binding(line));
      }
    }
  }

  /** The name of a layer that relates a line to others. */
  private String binding(int line) {
    IntStream nodes =
        IntStream.concat(
            layouts.equations().stream()
                .filter(e -> layouts.lines(List.of(e.left(), e.right())).get(line))
                .mapToInt(Equation::node),
            layouts.partitions().stream()
                .filter(p -> layouts.lines(List.of(p.layout())).get(line))
                .mapToInt(Partition::node));
    return layouts.network().node(nodes.findFirst().orElseThrow()).name();
  }

  /** The lines that no equation determines, in the order in which the network makes them. */
  private int[] freeLines(List<LinearForm> inLines) {
    return Arrays.stream(lines).filter(line -> inLines.get(line).isVariable(line)).toArray();
  }

  private Solved solved(List<LinearForm> inLines, int[] free) {
    Map<Integer, LinearForm> groupOf = new HashMap<>();
    for (int group = 0; group < free.length; group++) {
      groupOf.put(free[group], LinearForm.variable(group));
    }
    LinearForm unread = LinearForm.constant(0);
    List<LinearForm> forms =
        inLines.stream()
            .map(form -> form.substitute(line -> groupOf.getOrDefault(line, unread)))
            .toList();
    int[] widths = Arrays.stream(free).map(line -> full[line]).toArray();
    return new Solved(layouts, forms, widths, frozenLines());
  }

  /** Whether any group had to be frozen. */
  private boolean freezeFixed(List<LegalWidths> constrained, int[] free) {
    boolean any = false;
    for (LegalWidths set : constrained) {
      if (set.fixed()) {
        any = true;
        for (int group : set.groups()) {
          freeze(List.of(free[group]), "no narrower width is legal at layer " + set.layer(layouts));
        }
      }
    }
    return any;
  }
}
