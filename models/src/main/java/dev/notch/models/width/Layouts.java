package dev.notch.models.width;

import dev.notch.models.graph.Network;
import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The layouts of all tensors of a network and what is asked of them. Layers that neither make nor
 * move channels share the layout of their input, and a layer whose output is added to a tensor
 * shares that tensor's.
 *
 * @param layouts in an order in which every layout stands behind those that it is made of
 * @param fullWidths channels of each layout in the network as it is
 * @param layoutOf the layout of each node's output
 * @param partitions which layouts are cut into equal parts
 * @param equations which layouts are added or multiplied with each other though neither is a plain
 *     line that could have been replaced by the other
 * @param pins which layouts keep their channels, the more telling reasons first
 * @param before for nodes that read neighbouring channels the layout of those in front of them
 */
record Layouts(
    Network network,
    List<Layout> layouts,
    List<Integer> fullWidths,
    List<Integer> layoutOf,
    List<Partition> partitions,
    List<Equation> equations,
    List<Pin> pins,
    Map<Integer, Integer> before) {

  /** A grouped convolution, split or shuffle cuts this layout into equal parts. */
  record Partition(int layout, int parts, int node) {}

  /** Two layouts whose channels are the same, index by index. */
  record Equation(int left, int right, int node) {}

  /** A layout all of whose channels stay, and why. */
  record Pin(int layout, String reason) {}

  static Layouts of(Network network) {
    return LayoutTracer.trace(network);
  }

  Layout get(int layout) {
    return layouts.get(layout);
  }

  int size() {
    return layouts.size();
  }

  boolean isLine(int layout) {
    return layouts.get(layout) instanceof Line;
  }

  /** Channels of each layout in the network as it is. */
  int[] widths() {
    return fullWidths.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The lines that some layouts are made of. */
  BitSet lines(Iterable<Integer> roots) {
    BitSet lines = closure(roots);
    lines.stream().filter(layout -> !isLine(layout)).forEach(lines::clear);
    return lines;
  }

  /** The given layouts and all that they are made of. */
  BitSet closure(Iterable<Integer> roots) {
    BitSet found = new BitSet(size());
    roots.forEach(found::set);
    for (int layout = found.length() - 1; layout >= 0; layout = found.previousSetBit(layout - 1)) {
      get(layout).children().forEach(found::set);
    }
    return found;
  }

  /** The pieces that stand one behind the other in a layout. */
  List<Integer> pieces(int layout) {
    List<Integer> pieces = new ArrayList<>();
    if (get(layout) instanceof Joined joined) {
      joined.pieces().forEach(piece -> pieces.addAll(pieces(piece)));
    } else {
      pieces.add(layout);
    }
    return pieces;
  }
}
