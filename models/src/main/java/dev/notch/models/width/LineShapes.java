package dev.notch.models.width;

import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Repeated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The lines of one walk through a network, and those asked for during it. */
final class LineShapes {
  private final LayoutTable table;
  private final Map<Integer, LineShape> known;
  private final Map<Integer, LineShape> asked;

  /**
   * @param known the shapes of the lines that nodes make, where they are not plain
   */
  LineShapes(LayoutTable table, Map<Integer, LineShape> known) {
    this.table = table;
    this.known = known;
    this.asked = new HashMap<>(known);
  }

  /** Whether anybody asked for other lines. */
  boolean changed() {
    return !asked.equals(known);
  }

  /** The shapes to begin the next walk with. */
  Map<Integer, LineShape> asked() {
    return Map.copyOf(asked);
  }

  /** The layout of channels that a node makes anew. */
  int fresh(int node, int channels) {
    LineShape shape = known.getOrDefault(node, LineShape.PLAIN);
    TreeSet<Integer> borders = new TreeSet<>(shape.cuts());
    borders.add(channels / shape.times());
    List<Integer> lines = new ArrayList<>();
    int from = 0;
    for (int to : borders) {
      lines.add(table.make(new Line(node, from, to)));
      from = to;
    }
    int blocks = table.join(lines);
    return shape.strided()
        ? table.join(Collections.nCopies(shape.times(), blocks))
        : table.repeat(blocks, shape.times());
  }

  /** Asks that a piece begins at an offset, where that can be. */
  void askForBorder(int layout, int offset) {
    Layout made = table.get(layout);
    if (offset <= 0 || offset >= table.width(layout)) {
      return;
    }
    if (made instanceof Line line) {
      askForCut(line.node(), line.from() + offset);
    } else if (made instanceof Joined joined) {
      int begin = 0;
      for (int piece : joined.pieces()) {
        askForBorder(piece, offset - begin);
        begin += table.width(piece);
      }
    } else if (made instanceof Part part) {
      int begin = part.part() * table.width(layout);
      askForBorder(part.whole(), begin);
      askForBorder(part.whole(), begin + offset);
      askForBorder(part.whole(), begin + table.width(layout));
    } else if (made instanceof Repeated repeated && offset % repeated.times() == 0) {
      askForBorder(repeated.of(), offset / repeated.times());
    }
  }

  /**
   * The layout of which every channel stands for a block of channels; if lines are not in blocks
   * yet, asks for them and returns nothing.
   *
   * @param strided whether the channels of a block lie as far apart as there are blocks
   */
  Optional<Integer> blocks(int layout, int size, boolean strided) {
    Layout made = table.get(layout);
    if (size == 1) {
      return Optional.of(layout);
    }
    if (made instanceof Line line) {
      askForBlocks(line, size, strided);
      return Optional.empty();
    }
    if (strided) {
      return repeatedPieces(table.pieces(layout), size);
    }
    if (made instanceof Repeated repeated && repeated.times() % size == 0) {
      return Optional.of(table.repeat(repeated.of(), repeated.times() / size));
    }
    return made instanceof Joined joined ? blocksOfPieces(joined, size) : Optional.empty();
  }

  private Optional<Integer> blocksOfPieces(Joined joined, int size) {
    List<Integer> blocks = new ArrayList<>();
    joined.pieces().forEach(piece -> blocks(piece, size, false).ifPresent(blocks::add));
    return blocks.size() == joined.pieces().size()
        ? Optional.of(table.join(blocks))
        : Optional.empty();
  }

  /** What stands so many times in a row, if it does. */
  private Optional<Integer> repeatedPieces(List<Integer> pieces, int times) {
    int once = pieces.size() / times;
    for (int i = 0; i < pieces.size(); i++) {
      if (once * times != pieces.size() || !pieces.get(i).equals(pieces.get(i % once))) {
        return Optional.empty();
      }
    }
    return Optional.of(table.join(pieces.subList(0, once)));
  }

  /** A cut counts blocks: if they have just been asked for, the next walk will ask for the cut. */
  private void askForCut(int node, int cut) {
    LineShape shape = known.getOrDefault(node, LineShape.PLAIN);
    if (asked.getOrDefault(node, shape).times() == shape.times()) {
      asked.merge(node, shape.withCut(cut), (old, added) -> old.withCut(cut));
    }
  }

  private void askForBlocks(Line line, int size, boolean strided) {
    int width = line.to() - line.from();
    if (!asked.containsKey(line.node()) && width % size == 0) {
      asked.put(line.node(), new LineShape(size, strided, new TreeSet<>()));
    }
  }
}
