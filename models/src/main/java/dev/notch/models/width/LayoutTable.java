package dev.notch.models.width;

import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Range;
import dev.notch.models.width.Layout.Repeated;
import dev.notch.models.width.Layout.Shuffled;
import dev.notch.models.width.Layouts.Equation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Layouts while they are being found: equal ones are made once, and a fresh line that turns out to
 * be the same channels as another layout gives way to it.
 */
final class LayoutTable {
  private final List<Layout> layouts = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final Map<Layout, Integer> places = new HashMap<>();

  /** For each layout the one that stands for it, mostly itself. */
  private final List<Integer> standIns = new ArrayList<>();

  /** Layouts that others are made of, or that stand in an equation. */
  private final BitSet used = new BitSet();

  private final Map<Set<Integer>, Equation> equations = new LinkedHashMap<>();

  Layout get(int layout) {
    return layouts.get(layout);
  }

  /** Channels of the network as it is. */
  int width(int layout) {
    return widths.get(layout);
  }

  List<Integer> widths() {
    return List.copyOf(widths);
  }

  List<Layout> layouts() {
    return List.copyOf(layouts);
  }

  List<Equation> equations() {
    return List.copyOf(equations.values());
  }

  /** The layout that stands for this one by now. */
  int current(int layout) {
    int at = layout;
    while (standIns.get(at) != at) {
      at = standIns.get(at);
    }
    return at;
  }

  /** The place of a layout, which is added if there is none like it. */
  int make(Layout layout) {
    layout.children().forEach(used::set);
    Integer known = places.get(layout);
    if (known != null) {
      return known;
    }
    layouts.add(layout);
    widths.add(widthOf(layout));
    standIns.add(standIns.size());
    places.put(layout, standIns.size() - 1);
    return standIns.size() - 1;
  }

  int join(List<Integer> pieces) {
    return pieces.size() == 1 ? pieces.get(0) : make(new Joined(pieces));
  }

  int repeat(int layout, int times) {
    return times == 1 ? layout : make(new Repeated(layout, times));
  }

  /**
   * Takes note that two layouts are the same channels, index by index. One stands for both where
   * the other is a line that nothing is made of yet; otherwise they stand in an equation, piece by
   * piece if they are put together alike.
   *
   * @param node who says so
   * @return the layout that stands for both
   */
  int equate(int left, int right, int node) {
    if (left == right) {
      return left;
    }
    if (replaceable(right)) {
      standIns.set(right, left);
      return left;
    }
    if (replaceable(left)) {
      standIns.set(left, right);
      return right;
    }
    List<Integer> leftPieces = pieces(left);
    List<Integer> rightPieces = pieces(right);
    if (leftPieces.size() > 1 && widths(leftPieces).equals(widths(rightPieces))) {
      IntStream.range(0, leftPieces.size())
          .forEach(i -> equate(leftPieces.get(i), rightPieces.get(i), node));
    } else if (get(left) instanceof Repeated a
        && get(right) instanceof Repeated b
        && a.times() == b.times()) {
      equate(a.of(), b.of(), node);
    } else {
      equations.putIfAbsent(Set.of(left, right), new Equation(left, right, node));
      used.set(left);
      used.set(right);
    }
    return left;
  }

  /** The pieces that stand one behind the other, as small as they can be told apart. */
  List<Integer> pieces(int layout) {
    Layout made = get(layout);
    if (made instanceof Joined joined) {
      return joined.pieces().stream().flatMap(piece -> pieces(piece).stream()).toList();
    }
    if (made instanceof Repeated repeated) {
      List<Integer> inner = pieces(repeated.of());
      return inner.size() == 1
          ? List.of(layout)
          : inner.stream().map(piece -> repeat(piece, repeated.times())).toList();
    }
    if (made instanceof Part part) {
      int from = part.part() * width(layout);
      List<Integer> within = piecesWithin(part.whole(), from, from + width(layout));
      return within.isEmpty() ? List.of(layout) : within;
    }
    return List.of(layout);
  }

  /** The pieces that are exactly the channels from one up to another; empty if there are none. */
  List<Integer> piecesWithin(int layout, int from, int to) {
    List<Integer> within = new ArrayList<>();
    int begin = 0;
    for (int piece : pieces(layout)) {
      int end = begin + width(piece);
      if (begin >= from && end <= to) {
        within.add(piece);
      } else if (begin < to && end > from) {
        return List.of();
      }
      begin = end;
    }
    return within;
  }

  private List<Integer> widths(List<Integer> pieces) {
    return pieces.stream().map(this::width).toList();
  }

  /** Lines of the image are never replaced: they are where everything starts. */
  private boolean replaceable(int layout) {
    return !used.get(layout) && get(layout) instanceof Line line && line.node() > 0;
  }

  private int widthOf(Layout layout) {
    if (layout instanceof Line line) {
      return line.to() - line.from();
    }
    if (layout instanceof Joined joined) {
      return joined.pieces().stream().mapToInt(this::width).sum();
    }
    if (layout instanceof Part part) {
      return width(part.whole()) / part.parts();
    }
    if (layout instanceof Range range) {
      return range.to() - range.from();
    }
    return layout instanceof Repeated repeated
        ? width(repeated.of()) * repeated.times()
        : width(((Shuffled) layout).of());
  }
}
