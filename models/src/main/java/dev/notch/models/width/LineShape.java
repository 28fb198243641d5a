package dev.notch.models.width;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the channels that one layer makes are divided into lines, because of layers that read only
 * some of them, or several of them as one.
 *
 * @param times how many channels form a block, which comes and goes as a whole
 * @param strided whether the channels of a block lie as far apart as there are blocks, instead of
 *     side by side
 * @param cuts where a new line begins, in blocks
 */
record LineShape(int times, boolean strided, SortedSet<Integer> cuts) {
  static final LineShape PLAIN = new LineShape(1, false, new TreeSet<>());

  LineShape {
    cuts = Collections.unmodifiableSortedSet(new TreeSet<>(cuts));
  }

  LineShape withCut(int cut) {
    TreeSet<Integer> more = new TreeSet<>(cuts);
    more.add(cut);
    return new LineShape(times, strided, more);
  }
}
