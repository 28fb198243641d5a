package dev.notch.timing;

import dev.notch.profiler.OpKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far measured times may be from predicted ones: factors, so that a time {@code t} is expected
 * from {@code t / spread} to {@code t * spread}. Immutable.
 *
 * @param level share of the measured times that the intervals are meant to hold, such as 0.9
 * @param leaves the spread of every leaf, in the order of the tree's leaves; kinds of which nothing
 *     could be held out are missing
 * @param network the spread of whole networks
 */
public record Intervals(double level, Map<OpKind, List<Double>> leaves, double network) {
  /** What intervals hold unless something else is said. */
  public static final double LEVEL = 0.9;

  /**
   * What a prediction may be off by.
   *
   * @param low the smallest time expected, in milliseconds
   * @param high the largest
   */
  public record Interval(double low, double high) {

    static Interval around(double ms, double spread) {
      return new Interval(ms / spread, ms * spread);
    }

    public boolean holds(double ms) {
      return low <= ms && ms <= high;
    }
  }

  public Intervals {
    if (!(level > 0 && level < 1) || !(network >= 1)) {
      throw new IllegalArgumentException(
          "intervals need a level between 0 and 1 and a spread from 1, were "
              + level
              + " and "
              + network);
    }
    EnumMap<OpKind, List<Double>> copy = new EnumMap<>(OpKind.class);
    leaves.forEach((kind, spreads) -> copy.put(kind, List.copyOf(spreads)));
    leaves = Collections.unmodifiableMap(copy);
  }

  /** Empty for a kind without spreads. */
  Optional<Interval> layer(OpKind kind, int leaf, double ms) {
    return Optional.ofNullable(leaves.get(kind)).map(all -> Interval.around(ms, all.get(leaf)));
  }

  Interval network(double ms) {
    return Interval.around(ms, network);
  }

  /**
   * The factor that {@code level} of these ratios of measured to predicted times stay within, with
   * the finite-sample correction of split conformal prediction (Lei et al., Distribution-free
   * predictive inference for regression, 2018): the {@code ceil((n + 1) level)}-th smallest.
   */
  static double spread(double level, double[] ratios) {
    double[] off = Arrays.stream(ratios).map(r -> Math.max(r, 1 / r)).sorted().toArray();
    int rank = (int) Math.ceil((off.length + 1) * level);
    return off[Math.min(rank, off.length) - 1];
  }
}
