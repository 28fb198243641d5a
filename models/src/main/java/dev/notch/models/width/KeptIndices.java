package dev.notch.models.width;

import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Range;
import dev.notch.models.width.Layout.Repeated;
import dev.notch.models.width.Layout.Shuffled;
import dev.notch.models.width.Layouts.Equation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * For every index of every layout in a narrow network its index in the full one. Lines follow their
 * units, all other layouts follow what they are made of.
 */
final class KeptIndices {
  private final Layouts layouts;
  private final Units full;
  private final Units narrow;
  private final int[] stays;
  private final int[][] kept;

  /**
   * @param stays for each unit of the narrow network the unit of the full one it stands for
   */
  KeptIndices(Layouts layouts, Units full, Units narrow, int[] stays) {
    this.layouts = layouts;
    this.full = full;
    this.narrow = narrow;
    this.stays = stays;
    this.kept = new int[layouts.size()][];
    for (int at = 0; at < kept.length; at++) {
      if (full.includes(at)) {
        kept[at] = follow(at);
      }
    }
    layouts.equations().forEach(this::verify);
  }

  /** By layout; layouts that no tensor has are left out. */
  int[][] all() {
    return kept;
  }

  private int[] follow(int at) {
    Layout layout = layouts.get(at);
    if (layout instanceof Line) {
      return followUnits(at);
    }
    if (layout instanceof Joined joined) {
      return join(joined, narrow.width(at));
    }
    int width = narrow.width(at);
    int fullWidth = full.width(at);
    int[] indices = new int[width];
    if (layout instanceof Part part) {
      Arrays.setAll(
          indices, i -> kept[part.whole()][part.part() * width + i] - part.part() * fullWidth);
      verify(at, indices, fullWidth);
    } else if (layout instanceof Range range) {
      Arrays.setAll(indices, i -> kept[range.whole()][range.from() + i] - range.from());
      verify(at, indices, fullWidth);
    } else {
      int[] origin = kept[layout.children().get(0)];
      Arrays.setAll(
          indices, i -> target(layout, fullWidth, origin[Units.source(layout, width, i)], i));
    }
    return indices;
  }

  private int[] followUnits(int line) {
    Map<Integer, Deque<Integer>> places = new HashMap<>();
    int[] units = full.of(line);
    for (int i = 0; i < units.length; i++) {
      places.computeIfAbsent(units[i], unit -> new ArrayDeque<>()).add(i);
    }
    return Arrays.stream(narrow.of(line)).map(unit -> places.get(stays[unit]).remove()).toArray();
  }

  private int[] join(Joined joined, int width) {
    int[] indices = new int[width];
    int end = 0;
    int before = 0;
    for (int piece : joined.pieces()) {
      for (int index : kept[piece]) {
        indices[end++] = before + index;
      }
      before += full.width(piece);
    }
    return indices;
  }

  /** Where a channel of a shuffled or repeated layout's origin stands in it. */
  private static int target(Layout layout, int width, int source, int narrowIndex) {
    if (layout instanceof Shuffled shuffled) {
      int heap = width / shuffled.groups();
      return source % heap * shuffled.groups() + source / heap;
    }
    int times = ((Repeated) layout).times();
    return source * times + narrowIndex % times;
  }

  private void verify(int layout, int[] indices, int width) {
    if (Arrays.stream(indices).anyMatch(index -> index < 0 || index >= width)) {
      throw new IllegalStateException(
          layouts.network() + ": a channel left its part " + layouts.get(layout));
    }
  }

  private void verify(Equation equation) {
    if (!Arrays.equals(kept[equation.left()], kept[equation.right()])) {
      throw new IllegalStateException(
          layouts.network()
              + ": other channels survive on the two sides of "
              + layouts.network().node(equation.node()).name());
    }
  }
}
