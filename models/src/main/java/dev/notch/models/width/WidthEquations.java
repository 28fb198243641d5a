package dev.notch.models.width;

import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Range;
import dev.notch.models.width.Layout.Repeated;
import dev.notch.models.width.Layout.Shuffled;
import dev.notch.models.width.Layouts.Partition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The linear equations that tie the widths of lines, solved exactly. The unknowns are the lines.
 * Added tensors are equally wide; and where a border between two pieces of a partitioned tensor
 * falls between two of its parts, it still does when the tensor is narrower, for no channel leaves
 * its part. Whatever the equations leave free is a channel group.
 */
final class WidthEquations {
  private final Layouts layouts;
  private final int[] full;
  private final BitSet frozen;
  private final List<LinearForm> inLines = new ArrayList<>();
  private final Map<Integer, LinearForm> solved = new TreeMap<>();

  /**
   * @param frozen lines whose width is given
   */
  WidthEquations(Layouts layouts, BitSet frozen) {
    this.layouts = layouts;
    this.full = layouts.widths();
    this.frozen = frozen;
    for (int layout = 0; layout < layouts.size(); layout++) {
      inLines.add(inLines(layout));
    }
    layouts.equations().forEach(e -> require(inLines.get(e.left()).minus(inLines.get(e.right()))));
    layouts.partitions().forEach(this::requireBorders);
  }

  /** The width of every layout as a form over the free lines. */
  List<LinearForm> solution() {
    return inLines.stream().map(this::inFreeLines).toList();
  }

  private void requireBorders(Partition partition) {
    int whole = full[partition.layout()];
    int part = whole / partition.parts();
    int before = 0;
    LinearForm left = LinearForm.constant(0);
    for (int piece : layouts.pieces(partition.layout())) {
      if (before > 0 && before % part == 0) {
        LinearForm share = inLines.get(partition.layout()).times(before / part, partition.parts());
        require(left.minus(share));
      }
      before += full[piece];
      left = left.plus(inLines.get(piece));
    }
  }

  /** Takes note that a form is zero: its last line that is not given follows from the others. */
  private void require(LinearForm zero) {
    LinearForm form = inFreeLines(zero);
    if (form.isZero()) {
      return;
    }
    int[] lines = form.variables();
    int last = lines[lines.length - 1];
    LinearForm value = form.solveFor(last);
    solved.replaceAll(
        (line, known) -> known.substitute(v -> v == last ? value : LinearForm.variable(v)));
    solved.put(last, value);
  }

  private LinearForm inFreeLines(LinearForm form) {
    return form.substitute(line -> solved.getOrDefault(line, LinearForm.variable(line)));
  }

  private LinearForm inLines(int layout) {
    Layout made = layouts.get(layout);
    if (made instanceof Line) {
      return frozen.get(layout) ? LinearForm.constant(full[layout]) : LinearForm.variable(layout);
    }
    if (made instanceof Joined joined) {
      return joined.pieces().stream().map(inLines::get).reduce(LinearForm::plus).orElseThrow();
    }
    if (made instanceof Part part) {
      return inLines.get(part.whole()).times(1, part.parts());
    }
    if (made instanceof Range) {
      return LinearForm.constant(full[layout]);
    }
    return made instanceof Repeated repeated
        ? inLines.get(repeated.of()).times(repeated.times(), 1)
        : inLines.get(((Shuffled) made).of());
  }
}
