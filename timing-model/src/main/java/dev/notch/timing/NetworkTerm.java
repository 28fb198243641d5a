package dev.notch.timing;

/**
 * How the steps of a network become its time: {@code scale * (sum of the steps) + perStepMs * steps
 * + perRunMs}.
 *
 * @param perRunMs what a call of the network costs beside its steps
 */
public record NetworkTerm(double scale, double perStepMs, double perRunMs) {
  /** The plain sum. */
  public static final NetworkTerm SUM = new NetworkTerm(1, 0, 0);

  public NetworkTerm {
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

  /** The time of a network whose steps sum up to {@code sum}; never below the smallest step. */
  public double total(double sum, int steps) {
    return Math.max(scale * sum + perStepMs * steps + perRunMs, 0);
  }
}
