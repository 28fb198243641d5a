package dev.notch.timing;

import java.util.List;

/**
 * How the steps of a network become its time: {@code scale * (sum of the steps) + perStepMs * steps
 * + perRunMs}, and for weights that no longer fit into a cache some time for each megabyte.
 *
 * @param perRunMs what a call of the network costs beside its steps
 * @param spills what weights beyond a size cost, by rising size
 */
public record NetworkTerm(double scale, double perStepMs, double perRunMs, List<Spill> spills) {
  /** The plain sum. */
  public static final NetworkTerm SUM = new NetworkTerm(1, 0, 0);

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
    spills = List.copyOf(spills);
    if (!(scale > 0) || !Double.isFinite(scale + perStepMs + perRunMs)) {
      throw new IllegalArgumentException(
          "a network's time cannot be "
              + scale
              + " * sum + "
              + perStepMs
              + " * steps + "
              + perRunMs);
    }
  }

  public NetworkTerm(double scale, double perStepMs, double perRunMs) {
    this(scale, perStepMs, perRunMs, List.of());
  }

  /**
   * The time of a network; never negative.
   *
   * @param sum of its steps' times
   * @param weightsMb megabytes of its weights
   */
  public double total(double sum, int steps, double weightsMb) {
    double total = scale * sum + perStepMs * steps + perRunMs;
    for (Spill spill : spills) {
      total += spill.msPerMb * Math.max(0, weightsMb - spill.beyondMb);
    }
    return Math.max(total, 0);
  }
}
