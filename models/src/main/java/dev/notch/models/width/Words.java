package dev.notch.models.width;

import dev.notch.models.width.Layouts.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of channels: first the line that made a channel, then its part of every partition that
 * it comes to. Every line and every part is a letter. The full network teaches the words to a trie,
 * and a word is named by the state of the trie where it ends.
 */
final class Words {
  private final Layouts layouts;
  private final BitSet included;
  private final List<Partition> partitions;
  private final int[] firstLetter;
  private final int[] taught;
  private final int[][] next;
  private final boolean ambiguous;

  /**
   * @param included the layouts that are followed
   * @param full the channels of the full network
   */
  Words(Layouts layouts, BitSet included, List<Partition> partitions, Units full) {
    this.layouts = layouts;
    this.included = included;
    this.partitions = partitions;
    this.firstLetter = new int[partitions.size()];
    Teacher teacher = new Teacher(countLetters(), full.channels());
    this.taught = spell(full, teacher);
    this.next = teacher.table();
    this.ambiguous = teacher.repeated;
  }

  /** The words of the full network, by channel. */
  int[] taught() {
    return taught;
  }

  /** Number of words and beginnings of words; also the name of every word that was not taught. */
  int unknown() {
    return next.length == 0 ? 0 : next[0].length - 1;
  }

  /** Whether a channel comes twice to one partition. */
  boolean ambiguous() {
    return ambiguous;
  }

  /** The word of every channel of a narrow network. */
  int[] read(Units units) {
    return spell(units, this::follow);
  }

  private void follow(int[] channels, int from, int to, int letter, int place, int[] states) {
    int[] row = next[letter];
    for (int i = from; i < to; i++) {
      states[channels[i]] = row[states[channels[i]]];
    }
  }

  private int[] spell(Units units, Reader reader) {
    int[] states = new int[units.channels()];
    int letter = 0;
    for (int at = included.nextSetBit(0); at >= 0; at = included.nextSetBit(at + 1)) {
      if (layouts.isLine(at)) {
        int[] channels = units.channelsOf(at);
        reader.read(channels, 0, channels.length, letter, -1 - letter, states);
      }
      letter++;
    }
    for (int i = 0; i < partitions.size(); i++) {
      int[] channels = units.channelsOf(partitions.get(i).layout());
      int part = channels.length / partitions.get(i).parts();
      for (int from = 0; from < channels.length; from += part) {
        reader.read(channels, from, from + part, firstLetter[i] + from / part, i, states);
      }
    }
    return states;
  }

  private int countLetters() {
    int count = included.cardinality();
    for (int i = 0; i < firstLetter.length; i++) {
      firstLetter[i] = count;
      count += partitions.get(i).parts();
    }
    return count;
  }

  /** Moves the words of some channels on by one letter. */
  private interface Reader {
    /**
     * @param place the line or partition that the letter belongs to
     */
    void read(int[] channels, int from, int to, int letter, int place, int[] states);
  }

  /** Builds the trie while it spells the words of the full network. */
  private static final class Teacher implements Reader {
    private final List<Map<Integer, Integer>> learned = new ArrayList<>();
    private final int[] lastPlace;
    private int states = 1;
    private boolean repeated;

    Teacher(int letters, int channels) {
      for (int letter = 0; letter < letters; letter++) {
        learned.add(new HashMap<>());
      }
      lastPlace = new int[channels];
      Arrays.fill(lastPlace, Integer.MAX_VALUE);
    }

    @Override
    public void read(int[] channels, int from, int to, int letter, int place, int[] reached) {
      for (int i = from; i < to; i++) {
        int channel = channels[i];
        repeated |= lastPlace[channel] == place;
        lastPlace[channel] = place;
        reached[channel] =
            learned.get(letter).computeIfAbsent(reached[channel], unknown -> states++);
      }
    }

    /** The next state by letter and state; the last state is where unknown words end. */
    int[][] table() {
      int[][] table = new int[learned.size()][states + 1];
      for (int letter = 0; letter < table.length; letter++) {
        Arrays.fill(table[letter], states);
        int[] row = table[letter];
        learned.get(letter).forEach((state, target) -> row[state] = target);
      }
      return table;
    }
  }
}
