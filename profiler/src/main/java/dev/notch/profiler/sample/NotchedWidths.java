package dev.notch.profiler.sample;

import dev.notch.profiler.NetworkChooser.Suspects;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Widths where times seem to jump: just on, below and above a threshold or a multiple. Of every
 * four widths one stays where it was drawn, so that what is not suspected is seen, too.
 */
record NotchedWidths(List<Integer> thresholds, List<Integer> multiples) {
  private static final int OF = 4;

  NotchedWidths(Suspects suspects) {
    this(
        suspects.thresholds().stream().sorted().toList(),
        suspects.multiples().stream().sorted().toList());
  }

  /**
   * @param width that was drawn
   * @param most the full width
   */
  int near(int width, int most, SplittableRandom random) {
    int choice = random.nextInt(OF);
    int beside = random.nextInt(-1, 2);
    int moved = width;
    if (choice == 1 && !thresholds.isEmpty()) {
      moved = nearest(width) + beside;
    } else if (choice > 1 && !multiples.isEmpty()) {
      int multiple = multiples.get(random.nextInt(multiples.size()));
      moved = Math.max(1, Math.round((float) width / multiple)) * multiple + beside;
    }
    return Math.max(1, Math.min(moved, most));
  }

  private int nearest(int width) {
    int nearest = thresholds.get(0);
    for (int threshold : thresholds) {
      if (Math.abs(threshold - width) < Math.abs(nearest - width)) {
        nearest = threshold;
      }
    }
    return nearest;
  }
}
