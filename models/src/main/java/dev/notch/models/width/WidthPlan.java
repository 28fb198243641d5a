package dev.notch.models.width;

import java.util.Arrays;

/** How many channels each group of a network keeps, by the groups' ids. */
public final class WidthPlan {
  private final int[] widths;

  /**
   * @throws IllegalArgumentException if a width is not positive
   */
  public WidthPlan(int... widths) {
    this.widths = widths.clone();
    for (int group = 0; group < widths.length; group++) {
      if (widths[group] < 1) {
        throw new IllegalArgumentException(
            "group " + group + " must keep at least one channel, was " + widths[group]);
      }
    }
  }

  public int width(int group) {
    return widths[group];
  }

  /** Number of groups. */
  public int size() {
    return widths.length;
  }

  /** The same plan with another width for one group. */
  public WidthPlan with(int group, int width) {
    int[] changed = widths.clone();
    changed[group] = width;
    return new WidthPlan(changed);
  }

  public int[] toArray() {
    return widths.clone();
  }

  /** The array itself, for readers in this package that promise not to write. */
  int[] widths() {
    return widths;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WidthPlan that && Arrays.equals(widths, that.widths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(widths);
  }

  @Override
  public String toString() {
    return "WidthPlan" + Arrays.toString(widths);
  }
}
