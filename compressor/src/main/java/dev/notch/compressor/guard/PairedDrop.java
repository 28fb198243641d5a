package dev.notch.compressor.guard;

/**
 * The difference between two accuracies on the same images, with its 95 % interval, in percentage
 * points; positive means that the second network is worse.
 *
 * <p>Interval: A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched
 * proportions" (2005): half an image is added to each of the four cells of the paired table, then
 * Wald's interval is taken. Unlike Wald's own it neither collapses when few images differ nor
 * misses its level on small samples.
 */
public record PairedDrop(double points, double low, double high) {
  private static final double Z_95 = 1.959963984540054;

  public PairedDrop {
    if (!(low <= points && points <= high)) {
      throw new IllegalArgumentException(
          "drop " + points + " must lie within [" + low + ", " + high + "]");
    }
  }

  /**
   * @throws IllegalArgumentException if the two were not made on equally many images
   */
  public static PairedDrop between(Correctness before, Correctness after) {
    if (before.images() != after.images()) {
      throw new IllegalArgumentException(
          "paired comparison of " + before.images() + " with " + after.images() + " images");
    }
    return of(before.images(), before.rightWhere(after), after.rightWhere(before));
  }

  /**
   * @param lost images that only the first network has right
   * @param won images that only the second network has right
   */
  static PairedDrop of(int images, int lost, int won) {
    double n = images + 2.0;
    double difference = lost - won;
    double spread = Z_95 * Math.sqrt(lost + won + 1 - difference * difference / n) / n;
    return new PairedDrop(
        100 * difference / images,
        Math.max(-100, 100 * (difference / n - spread)),
        Math.min(100, 100 * (difference / n + spread)));
  }
}
