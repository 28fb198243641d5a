package dev.notch.timing;

import dev.notch.profiler.OpKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the steps of a network become its time: each step times the factor of its leaf, and what a
 * call costs; for weights that no longer fit into a cache some time for each megabyte.
 *
 * @param factors for each leaf, in the order of the tree's leaves, what a step takes when nobody
 *     watches, divided by what its trace says; kinds that are missing take what their traces say
 * @param perRunMs what a call of the network costs beside its steps
 * @param spills what weights beyond a size cost, by rising size
 */
public record NetworkTerm(Map<OpKind, List<Double>> factors, double perRunMs, List<Spill> spills) {
  /** The plain sum. */
  public static final NetworkTerm SUM = new NetworkTerm(Map.of(), 0, List.of());

  /**
   * Weights that are read from further away.
   *
   * @param beyondMb megabytes of a network's weights that cost nothing more
   * @param msPerMb what each megabyte beyond them costs
   */
  public record Spill(double beyondMb, double msPerMb) {
    public Spill {
      if (!(beyondMb >= 0) || !(msPerMb >= 0) || !Double.isFinite(beyondMb + msPerMb)) {
        throw new IllegalArgumentException(
            "weights beyond " + beyondMb + " MB cannot cost " + msPerMb + " ms each");
      }
    }
  }

  public NetworkTerm {
    EnumMap<OpKind, List<Double>> copy = new EnumMap<>(OpKind.class);
    factors.forEach((kind, all) -> copy.put(kind, verified(kind, all)));
    factors = Collections.unmodifiableMap(copy);
    spills = List.copyOf(spills);
    if (!(perRunMs >= 0) || !Double.isFinite(perRunMs)) {
      throw new IllegalArgumentException("a call cannot cost " + perRunMs + " ms");
    }
  }

  /** What a step takes in a network, in milliseconds; {@code ms} is what its trace would say. */
  public double step(OpKind kind, int leaf, double ms) {
    List<Double> all = factors.get(kind);
    return all == null ? ms : all.get(leaf) * ms;
  }

  /**
   * The time of a network.
   *
   * @param sum of what its steps take in the network
   * @param weightsMb megabytes of its weights
   */
  public double total(double sum, double weightsMb) {
    double total = sum + perRunMs;
    for (Spill spill : spills) {
      total += spill.msPerMb * Math.max(0, weightsMb - spill.beyondMb);
    }
    return total;
  }

  private static List<Double> verified(OpKind kind, List<Double> factors) {
    for (double factor : factors) {
      if (!(factor > 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException(
            kind.label() + " cannot take " + factor + " times what its trace says");
      }
    }
    return List.copyOf(factors);
  }
}
