package dev.notch.models.width;

import java.util.List;

/**
 * How the channels of a tensor are put together. Layouts stand in a list and name each other by
 * their place in it, so equal layouts are equal values.
 */
sealed interface Layout {

  /**
   * Channels that a layer makes anew, or that the image brings: mostly all of them, or those from
   * {@code from} up to, not including, {@code to} where a later layer tells them apart. Where a
   * later layer reads channels in blocks, blocks are counted.
   */
  record Line(int node, int from, int to) implements Layout {}

  /** One layout behind the other. */
  record Joined(List<Integer> pieces) implements Layout {}

  /** One of equally wide parts, counted from 0. */
  record Part(int whole, int part, int parts) implements Layout {}

  /** Neighbours, from {@code from} up to, not including, {@code to}, of channels that all stay. */
  record Range(int whole, int from, int to) implements Layout {}

  /** The channels dealt from {@code groups} equally wide heaps, one from each in turn. */
  record Shuffled(int of, int groups) implements Layout {}

  /** Every channel several times in a row. */
  record Repeated(int of, int times) implements Layout {}

  /** The layouts that this one is made of. */
  default List<Integer> children() {
    if (this instanceof Joined joined) {
      return joined.pieces();
    }
    if (this instanceof Part part) {
      return List.of(part.whole());
    }
    if (this instanceof Range range) {
      return List.of(range.whole());
    }
    if (this instanceof Shuffled shuffled) {
      return List.of(shuffled.of());
    }
    return this instanceof Repeated repeated ? List.of(repeated.of()) : List.of();
  }
}
