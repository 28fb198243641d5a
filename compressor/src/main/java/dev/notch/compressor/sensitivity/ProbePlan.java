package dev.notch.compressor.sensitivity;

import dev.notch.compressor.search.SearchSpace;
import dev.notch.models.width.ChannelGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which axes of a space are measured and at which fractions. If there are too few probes for all,
 * those axes are measured that stand for the others best (each next one is the one least like all
 * before it), and the others are interpolated from the measured ones most like them. If even that
 * leaves too few axes, only the fraction nearest to a half is measured.
 *
 * @param measured axes, ascending
 */
record ProbePlan(List<Integer> measured, List<Double> fractions) {
  /** Fewer axes than this say too little about a network: then one fraction must do. */
  private static final int ENOUGH_AXES = 12;

  ProbePlan {
    measured = List.copyOf(measured);
    fractions = List.copyOf(fractions);
  }

  /**
   * @param probes how many there may be, at least one
   */
  static ProbePlan of(SearchSpace space, ChannelGroups groups, List<Double> fractions, int probes) {
    int enough = Math.min(ENOUGH_AXES, space.dimensions());
    List<Double> kept =
        probes >= enough * fractions.size() ? fractions : List.of(nearestToHalf(fractions));
    int axes = Math.min(space.dimensions(), Math.max(1, probes / kept.size()));
    return new ProbePlan(spread(space, new Likeness(groups), axes), kept);
  }

  private static double nearestToHalf(List<Double> fractions) {
    return fractions.stream().min(Comparator.comparingDouble(f -> Math.abs(f - 0.5))).orElseThrow();
  }

  private static List<Integer> spread(SearchSpace space, Likeness likeness, int count) {
    TreeSet<Integer> chosen = new TreeSet<>(List.of(space.dimensions() / 2));
    double[] distance = new double[space.dimensions()];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int latest = chosen.first();
    while (chosen.size() < count) {
      int farthest = -1;
      for (int axis = 0; axis < distance.length; axis++) {
        distance[axis] =
            Math.min(distance[axis], likeness.distance(space.axis(axis), space.axis(latest)));
        boolean free = !chosen.contains(axis);
        if (free && (farthest < 0 || distance[axis] > distance[farthest])) {
          farthest = axis;
        }
      }
      chosen.add(farthest);
      latest = farthest;
    }
    return new ArrayList<>(chosen);
  }

  /**
   * The choices of an axis next to the fractions, none twice, without the one that cuts nothing.
   */
  List<Integer> choices(SearchSpace space, int axis) {
    int top = space.size(axis) - 1;
    return fractions.stream()
        .map(fraction -> nearest(space, axis, fraction))
        .filter(choice -> choice < top)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static int nearest(SearchSpace space, int axis, double fraction) {
    return IntStream.range(0, space.size(axis))
        .boxed()
        .min(Comparator.comparingDouble(i -> Math.abs(space.axis(axis).fraction(i) - fraction)))
        .orElseThrow();
  }
}
