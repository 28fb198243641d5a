package dev.notch.compressor.training;

import dev.notch.models.data.Batches;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.data.Splits;
import dev.notch.models.djl.Calibration;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Estimates batch normalisation's statistics anew, from training pictures of all kinds: folders are
 * read class by class, so that the first pictures would be of one class.
 */
public record Recalibration(DataSet data, int threads) {
  private static final int BATCH = 64;
  private static final int SMALLEST_BATCH = 4;

  /** Pixels of a picture of which a whole batch fits into memory. */
  private static final double SMALL_AREA = 128 * 128;

  private static final int MOST = 2 * BATCH;

  private static final long SEED = 0x3c6ef372fe94f82bL;

  /**
   * @param images how many pictures to use, at most 128
   * @return the weights with new running statistics
   */
  @SuppressWarnings("try")
  public Weights calibrate(Network network, Weights weights, int images) {
    List<float[]> batches = batches(images);
    try (Torch.ThreadScope scope = Torch.threads(threads)) {
      return Calibration.calibrate(network, weights, batches);
    }
  }

  /**
   * The pictures that it looks at, normalised, channels last.
   *
   * @param images how many pictures to use, at most 128
   */
  public List<float[]> batches(int images) {
    int most = Math.min(Math.min(images, MOST), data.train().size());
    int size = batch(data.train());
    Batches source = new Batches(data.train(), data.normalization());
    int[] order = order();
    List<float[]> batches = new ArrayList<>();
    for (int from = 0; from + 1 < most; from += size) {
      int[] pictures = Arrays.copyOfRange(order, from, Math.min(most, from + size));
      float[] values = new float[source.floats(pictures.length)];
      source.plain(pictures, values);
      batches.add(values);
    }
    return batches;
  }

  /** As many training pictures of all kinds, the last ones that it would look at. */
  public Images others(int count) {
    int[] order = order();
    int from = Math.max(0, order.length - count);
    return data.train().subset(Arrays.copyOfRange(order, from, order.length));
  }

  private int[] order() {
    return Splits.permutation(data.train().size(), SEED);
  }

  /** How many pictures at a time fit into memory, and are still a sample. */
  public static int batch(Images images) {
    double area = (double) images.height() * images.width();
    return (int) Math.max(SMALLEST_BATCH, Math.min(BATCH, BATCH * SMALL_AREA / area));
  }
}
