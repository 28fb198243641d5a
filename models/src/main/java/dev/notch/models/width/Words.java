package dev.notch.models.width;

import dev.notch.models.width.Layouts.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The words of channels: first the line that made a channel, then its part of every partition that
 * it comes to. Every line and every part is a letter; a line whose channels all stay has a letter
 * for each of them, so that none takes the place of another. The full network teaches the words to
 * a trie, and a word is named by the state of the trie where it ends.
 */
final class Words {
  private final Layouts layouts;
  private final BitSet included;
  private final BitSet spelledOut;
  private final List<Partition> partitions;
  private final int[] firstLetter;
  private final int[] taught;
  private final Row[] rows;
  private final int states;
  private final boolean ambiguous;

  /**
   * @param included the layouts that are followed
   * @param spelledOut the lines with a letter for each channel
   * @param full the channels of the full network
   */
  Words(
      Layouts layouts, BitSet included, BitSet spelledOut, List<Partition> partitions, Units full) {
    this.layouts = layouts;
    this.included = included;
    this.spelledOut = spelledOut;
    this.partitions = partitions;
    this.firstLetter = new int[partitions.size()];
    Teacher teacher = new Teacher(countLetters(full), full.channels());
    this.taught = spell(full, teacher);
    this.states = teacher.states;
    this.rows = teacher.rows();
    this.ambiguous = teacher.repeated;
  }

  /** The words of the full network, by channel. */
  int[] taught() {
    return taught;
  }

  /** Number of words and beginnings of words; also the name of every word that was not taught. */
  int unknown() {
    return states;
  }

  /** Whether a channel comes twice to one partition. */
  boolean ambiguous() {
    return ambiguous;
  }

  /** The word of every channel of a narrow network. */
  int[] read(Units units) {
    return spell(units, this::follow);
  }

  private void follow(int[] channels, int from, int to, int letter, int place, int[] reached) {
    Row row = rows[letter];
    for (int i = from; i < to; i++) {
      int at = reached[channels[i]] - row.first;
      reached[channels[i]] = at >= 0 && at < row.next.length ? row.next[at] : states;
    }
  }

  private int[] spell(Units units, Reader reader) {
    int[] reached = new int[units.channels()];
    int letter = 0;
    for (int at = included.nextSetBit(0); at >= 0; at = included.nextSetBit(at + 1)) {
      if (layouts.isLine(at)) {
        int[] channels = units.channelsOf(at);
        int step = spelledOut.get(at) ? 1 : channels.length;
        for (int from = 0; from < channels.length; from += step) {
          reader.read(channels, from, from + step, letter++, -1 - at, reached);
        }
      }
    }
    for (int i = 0; i < partitions.size(); i++) {
      int[] channels = units.channelsOf(partitions.get(i).layout());
      int part = channels.length / partitions.get(i).parts();
      for (int from = 0; from < channels.length; from += part) {
        reader.read(channels, from, from + part, firstLetter[i] + from / part, i, reached);
      }
    }
    return reached;
  }

  private int countLetters(Units full) {
    int count = 0;
    for (int at = included.nextSetBit(0); at >= 0; at = included.nextSetBit(at + 1)) {
      count += spelledOut.get(at) ? full.width(at) : layouts.isLine(at) ? 1 : 0;
    }
    for (int i = 0; i < firstLetter.length; i++) {
      firstLetter[i] = count;
      count += partitions.get(i).parts();
    }
    return count;
  }

  /** Where a letter leads from the states that it was met in, which are mostly neighbours. */
  private record Row(int first, int[] next) {
    static final Row NONE = new Row(0, new int[0]);
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
    private final List<NavigableMap<Integer, Integer>> learned = new ArrayList<>();
    private final int[] lastPlace;
    private int states = 1;
    private boolean repeated;

    Teacher(int letters, int channels) {
      for (int letter = 0; letter < letters; letter++) {
        learned.add(new TreeMap<>());
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

    Row[] rows() {
      return learned.stream().map(this::row).toArray(Row[]::new);
    }

    private Row row(NavigableMap<Integer, Integer> transitions) {
      if (transitions.isEmpty()) {
        return Row.NONE;
      }
      int first = transitions.firstKey();
      int[] next = new int[transitions.lastKey() - first + 1];
      Arrays.fill(next, states);
      transitions.forEach((state, target) -> next[state - first] = target);
      return new Row(first, next);
    }
  }
}
