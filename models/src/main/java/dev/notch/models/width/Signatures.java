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
 * The signatures of the units of a network, or of a part of it: the lines that a unit runs through
 * and the part in which it lies of every partitioned layout. They are states of a trie that the
 * full network teaches: every line and every part is a letter, a unit's letters in order are its
 * word. A narrower network fits if it has no unit of an unknown word and of no word more units than
 * the full network.
 */
final class Signatures {
  private static final int UNKNOWN = -1;

  private final Layouts layouts;
  private final List<LinearForm> forms;
  private final List<Partition> partitions;
  private final List<Equation> equations;
  private final BitSet included;
  private final int[] full;
  private final int[] firstLetter;
  private final int letters;
  private final int[][] next;
  private final int[] capacity;
  private final boolean rigid;

  /**
   * @param forms the width of each layout as a function of the groups' widths
   * @param groupWidths the groups' full widths
   * @param included layouts to follow, with all that they are made of
   */
  Signatures(
      Layouts layouts,
      List<LinearForm> forms,
      int[] groupWidths,
      BitSet included,
      List<Partition> partitions,
      List<Equation> equations) {
    this.layouts = layouts;
    this.forms = forms;
    this.partitions = List.copyOf(partitions);
    this.equations = List.copyOf(equations);
    this.included = included;
    this.firstLetter = new int[partitions.size()];
    this.letters = countLetters();
    this.full = widths(groupWidths).orElseThrow();
    Units units = units(full);
    Teacher teacher = new Teacher(units.bound());
    int[] states = spell(units, teacher);
    this.next = teacher.table();
    this.capacity = histogram(states, teacher.states());
    this.rigid = teacher.repeated || repeatedInEquation(units);
  }

  /** The units of a network and the signature of each; only units in a line have one. */
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
   * Whether some unit occurs twice in one line, partition or equation, so that which occurrence is
   * which could not be told from signatures. Only the full width fits then.
   */
  boolean rigid() {
    return rigid;
  }

  /** Number of distinct signatures and their beginnings. */
  int states() {
    return capacity.length;
  }

  private Optional<Labelled> labelAt(int[] widths) {
    Units units = units(widths);
    int[] states =
        spell(
            units,
            (state, letter, place, unit) -> state == UNKNOWN ? UNKNOWN : next[letter][state]);
    int[] counts = new int[capacity.length];
    for (int state : states) {
      if (state == UNKNOWN || (state > 0 && ++counts[state] > capacity[state])) {
        return Optional.empty();
      }
    }
    return Optional.of(new Labelled(units, states));
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

  private int countLetters() {
    int count = included.cardinality();
    for (int i = 0; i < partitions.size(); i++) {
      firstLetter[i] = count;
      count += partitions.get(i).parts();
    }
    return count;
  }

  /** The state of every unit after its last letter; 0 for numbers that name no unit. */
  private int[] spell(Units units, Step step) {
    int[] states = new int[units.bound()];
    int letter = 0;
    for (int at = included.nextSetBit(0); at >= 0; at = included.nextSetBit(at + 1)) {
      if (layouts.isLine(at)) {
        int[] channels = units.of(at);
        for (int unit : channels) {
          states[unit] = step.from(states[unit], letter, -1 - letter, unit);
        }
      }
      letter++;
    }
    for (int i = 0; i < partitions.size(); i++) {
      int[] channels = units.of(partitions.get(i).layout());
      int part = channels.length / partitions.get(i).parts();
      for (int at = 0; at < channels.length; at++) {
        int unit = channels[at];
        states[unit] = step.from(states[unit], firstLetter[i] + at / part, i, unit);
      }
    }
    return states;
  }

  private boolean repeatedInEquation(Units units) {
    for (Equation equation : equations) {
      for (int side : new int[] {equation.left(), equation.right()}) {
        if (Arrays.stream(units.of(side)).distinct().count() < full[side]) {
          return true;
        }
      }
    }
    return false;
  }

  private static int[] histogram(int[] states, int size) {
    int[] counts = new int[size];
    for (int state : states) {
      counts[state]++;
    }
    return counts;
  }

  private interface Step {
    /**
     * @param place the line or partition that the letter belongs to
     */
    int from(int state, int letter, int place, int unit);
  }

  /** Builds the trie while it spells the units of the full network. */
  private final class Teacher implements Step {
    private final List<Map<Integer, Integer>> learned = new ArrayList<>();
    private final int[] lastPlace;
    private int states = 1;
    private boolean repeated;

    Teacher(int bound) {
      for (int letter = 0; letter < letters; letter++) {
        learned.add(new HashMap<>());
      }
      lastPlace = new int[bound];
      Arrays.fill(lastPlace, Integer.MAX_VALUE);
    }

    @Override
    public int from(int state, int letter, int place, int unit) {
      repeated |= lastPlace[unit] == place;
      lastPlace[unit] = place;
      return learned.get(letter).computeIfAbsent(state, unknown -> states++);
    }

    int states() {
      return states;
    }

    int[][] table() {
      int[][] table = new int[letters][states];
      for (int letter = 0; letter < letters; letter++) {
        Arrays.fill(table[letter], UNKNOWN);
        int[] row = table[letter];
        learned.get(letter).forEach((state, target) -> row[state] = target);
      }
      return table;
    }
  }
}
