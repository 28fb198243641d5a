package dev.notch.models.width;

import dev.notch.models.width.Layouts.Equation;
import dev.notch.models.width.Layouts.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The signatures of the units of a network, or of a part of it: the {@link Words} of a unit's
 * channels. A narrower network fits if it has no unit of an unknown signature and of no signature
 * more units than the full network.
 */
final class Signatures {
  private final Layouts layouts;
  private final List<LinearForm> forms;
  private final List<Partition> partitions;
  private final List<Equation> equations;
  private final BitSet included;
  private final int[] full;
  private final Words words;

  /** Signatures of units of several channels by the words of these; else words are signatures. */
  private final Map<List<Integer>, Integer> known = new HashMap<>();

  private final int[] capacity;
  private final boolean rigid;

  /**
   * @param included layouts to follow, with all that they are made of
   */
  Signatures(Solved solved, BitSet included, List<Partition> partitions, List<Equation> equations) {
    this.layouts = solved.layouts();
    this.forms = solved.forms();
    this.partitions = List.copyOf(partitions);
    this.equations = List.copyOf(equations);
    this.included = included;
    this.full = widths(solved.full()).orElseThrow();
    Units units = units(full);
    this.words = new Words(layouts, included, spelledOut(solved.frozen()), this.partitions, units);
    wordsByUnit(units, words.taught())
        .values()
        .forEach(w -> known.putIfAbsent(w, known.size() + 1));
    this.capacity = new int[unknown() + 1];
    Arrays.stream(sign(units, words.taught())).forEach(signature -> capacity[signature]++);
    this.rigid = words.ambiguous() || ambiguous(units);
  }

  /** Frozen lines that something is asked of: all others keep their order by themselves. */
  private BitSet spelledOut(BitSet frozen) {
    List<Integer> asked = new ArrayList<>();
    partitions.forEach(partition -> asked.add(partition.layout()));
    equations.forEach(equation -> asked.addAll(List.of(equation.left(), equation.right())));
    BitSet lines = layouts.lines(asked);
    lines.and(frozen);
    return lines;
  }

  /** The units of a network and the signature of each; 0 for numbers that name no unit. */
  record Labelled(Units units, int[] signatures) {}

  /** Whether the network fits at these widths of the groups. */
  boolean admits(int[] groupWidths) {
    return widths(groupWidths)
        .filter(widths -> !rigid || Arrays.equals(widths, full))
        .flatMap(this::labelAt)
        .isPresent();
  }

  /**
   * The units at legal widths of the groups, with their signatures.
   *
   * @throws IllegalStateException if the network does not fit at these widths
   */
  Labelled label(int[] groupWidths) {
    return widths(groupWidths)
        .flatMap(this::labelAt)
        .orElseThrow(() -> new IllegalStateException("a legal plan does not fit the network"));
  }

  /**
   * Whether some channel comes twice to a partition, or some unit twice to a line or to one side of
   * an equation, so that which occurrence is which could not be told from signatures. Only the full
   * width fits then.
   */
  boolean rigid() {
    return rigid;
  }

  private Optional<Labelled> labelAt(int[] widths) {
    Units units = units(widths);
    int[] signatures = sign(units, words.read(units));
    int[] counts = new int[capacity.length];
    for (int signature : signatures) {
      if (++counts[signature] > capacity[signature] && signature > 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Labelled(units, signatures));
  }

  /** Widths of the included layouts, if all are whole and can be dealt into equal parts. */
  private Optional<int[]> widths(int[] groupWidths) {
    int[] widths = new int[layouts.size()];
    for (int at = included.nextSetBit(0); at >= 0; at = included.nextSetBit(at + 1)) {
      widths[at] = forms.get(at).evaluate(groupWidths);
      if (widths[at] == LinearForm.NO_WIDTH) {
        return Optional.empty();
      }
    }
    for (Partition partition : partitions) {
      if (widths[partition.layout()] % partition.parts() != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(widths);
  }

  private Units units(int[] widths) {
    return new Units(layouts, included, widths, equations);
  }

  /** The name of every signature that the full network does not have. */
  private int unknown() {
    return equations.isEmpty() ? words.unknown() : known.size() + 1;
  }

  /** The signature of every unit, at the place of its first channel. */
  private int[] sign(Units units, int[] wordOf) {
    if (equations.isEmpty()) {
      return wordOf;
    }
    int[] signatures = new int[wordOf.length];
    wordsByUnit(units, wordOf)
        .forEach((unit, word) -> signatures[unit] = known.getOrDefault(word, unknown()));
    return signatures;
  }

  private Map<Integer, List<Integer>> wordsByUnit(Units units, int[] wordOf) {
    Map<Integer, List<Integer>> byUnit = new HashMap<>();
    for (int channel = 0; !equations.isEmpty() && channel < wordOf.length; channel++) {
      byUnit.computeIfAbsent(units.unit(channel), unit -> new ArrayList<>()).add(wordOf[channel]);
    }
    return byUnit;
  }

  private boolean ambiguous(Units units) {
    if (equations.isEmpty()) {
      return false;
    }
    boolean line = included.stream().filter(layouts::isLine).anyMatch(at -> repeats(units, at));
    return line
        || equations.stream().anyMatch(e -> repeats(units, e.left()) || repeats(units, e.right()));
  }

  private static boolean repeats(Units units, int layout) {
    int[] passing = units.of(layout);
    return Arrays.stream(passing).distinct().count() < passing.length;
  }
}
