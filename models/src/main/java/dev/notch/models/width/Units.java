package dev.notch.models.width;

import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Range;
import dev.notch.models.width.Layout.Repeated;
import dev.notch.models.width.Layout.Shuffled;
import dev.notch.models.width.Layouts.Equation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The channels of some layouts at given widths, and the units they belong to. Channels are counted
 * through the lines in their order; a unit is named by the first of its channels.
 */
final class Units {
  private final int[][] members;
  private final int[] parents;

  /**
   * @param included layouts to follow, with all that they are made of
   * @param widths channels of each included layout; they must fit each other
   * @param equations layouts whose channels are the same, index by index
   */
  Units(Layouts layouts, BitSet included, int[] widths, List<Equation> equations) {
    members = new int[layouts.size()][];
    int lines = 0;
    for (int at = included.nextSetBit(0); at >= 0; at = included.nextSetBit(at + 1)) {
      members[at] = fill(layouts.get(at), widths[at], lines);
      lines += layouts.isLine(at) ? widths[at] : 0;
    }
    parents = new int[lines];
    Arrays.setAll(parents, i -> i);
    equations.forEach(this::unify);
  }

  /** Number of channels of all lines. */
  int channels() {
    return parents.length;
  }

  /** The channels of an included layout. */
  int[] channelsOf(int layout) {
    return members[layout];
  }

  /** The unit of a channel. */
  int unit(int channel) {
    int at = channel;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** The unit of each channel of an included layout. */
  int[] of(int layout) {
    return Arrays.stream(members[layout]).map(this::unit).toArray();
  }

  boolean includes(int layout) {
    return members[layout] != null;
  }

  int width(int layout) {
    return members[layout].length;
  }

  private int[] fill(Layout layout, int width, int firstNew) {
    int[] channels = new int[width];
    if (layout instanceof Line) {
      Arrays.setAll(channels, i -> firstNew + i);
    } else if (layout instanceof Joined joined) {
      int end = 0;
      for (int piece : joined.pieces()) {
        System.arraycopy(members[piece], 0, channels, end, members[piece].length);
        end += members[piece].length;
      }
    } else if (layout instanceof Part part) {
      System.arraycopy(members[part.whole()], part.part() * width, channels, 0, width);
    } else if (layout instanceof Range range) {
      System.arraycopy(members[range.whole()], range.from(), channels, 0, width);
    } else {
      int[] from = members[layout.children().get(0)];
      Arrays.setAll(channels, i -> from[source(layout, width, i)]);
    }
    return channels;
  }

  /** Which channel of a shuffled or repeated layout's origin stands at an index. */
  static int source(Layout layout, int width, int index) {
    return layout instanceof Shuffled shuffled
        ? index % shuffled.groups() * (width / shuffled.groups()) + index / shuffled.groups()
        : index / ((Repeated) layout).times();
  }

  private void unify(Equation equation) {
    int[] left = members[equation.left()];
    int[] right = members[equation.right()];
    for (int i = 0; i < left.length; i++) {
      int a = unit(left[i]);
      int b = unit(right[i]);
      parents[Math.max(a, b)] = Math.min(a, b);
    }
  }
}
