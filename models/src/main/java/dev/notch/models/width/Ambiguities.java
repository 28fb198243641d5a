package dev.notch.models.width;

import dev.notch.models.width.Layouts.Equation;
import dev.notch.models.width.Layouts.Partition;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds channels that come twice to one partition or to one side of an equation. Which occurrence
 * is which could not be told from signatures, so they cannot be cut.
 */
final class Ambiguities {
  private final Layouts layouts;

  Ambiguities(Layouts layouts) {
    this.layouts = layouts;
  }

  /**
   * @param freeze takes layouts that have to keep their channels, and the reason
   */
  void freeze(BiConsumer<List<Integer>, String> freeze) {
    for (Partition partition : layouts.partitions()) {
      if (repeats(partition.layout())) {
        freeze.accept(
            List.of(partition.layout()),
            "a channel comes twice to layer "
                + name(partition.node())
                + ", which tells parts apart");
      }
    }
    for (Equation equation : layouts.equations()) {
      if (repeats(equation.left()) || repeats(equation.right())) {
        freeze.accept(
            List.of(equation.left(), equation.right()),
            "a channel meets several others at layer " + name(equation.node()));
      }
    }
  }

  private String name(int node) {
    return layouts.network().node(node).name();
  }

  private boolean repeats(int layout) {
    BitSet closure = layouts.closure(List.of(layout));
    Units units = new Units(layouts, closure, layouts.widths(), List.of());
    int[] channels = units.channelsOf(layout);
    return Arrays.stream(channels).distinct().count() < channels.length;
  }
}
