package dev.notch.models.djl;

/**
 * What a forward pass is for.
 *
 * @param batchStatistics whether batch normalisation uses (and records) the statistics of the batch
 *     instead of the running ones
 * @param momentum weight of the new batch in the running statistics; below 0 for what the network
 *     says
 * @param dropout whether dropout drops
 */
public record Pass(boolean batchStatistics, double momentum, boolean dropout) {
  /** The network as it is deployed. */
  public static final Pass INFERENCE = new Pass(false, -1, false);

  /** The network as it learns. */
  public static final Pass TRAINING = new Pass(true, -1, true);

  /** Batch statistics enter the running ones with this weight; nothing is dropped. */
  public static Pass calibration(double momentum) {
    return new Pass(true, momentum, false);
  }

  double momentumOr(double usual) {
    return momentum < 0 ? usual : momentum;
  }
}
