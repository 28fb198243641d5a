package dev.notch.compressor.training;

import dev.notch.models.data.Batches;
import dev.notch.models.data.DataSet;
import dev.notch.models.djl.Calibration;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Estimates batch normalisation's statistics anew, from the first training pictures. */
public record Recalibration(DataSet data, int threads) {
  private static final int BATCH = 64;
  private static final int MOST = 2 * BATCH;

  /**
   * @param images how many pictures to use, at most 128
   * @return the weights with new running statistics
   */
  @SuppressWarnings("try")
  public Weights calibrate(Network network, Weights weights, int images) {
    int most = Math.min(Math.min(images, MOST), data.train().size());
    Batches source = new Batches(data.train(), data.normalization());
    List<float[]> batches = new ArrayList<>();
    for (int from = 0; from + 1 < most; from += BATCH) {
      int[] pictures = IntStream.range(from, Math.min(most, from + BATCH)).toArray();
      float[] values = new float[source.floats(pictures.length)];
      source.plain(pictures, values);
      batches.add(values);
    }
    try (Torch.ThreadScope scope = Torch.threads(threads)) {
      return Calibration.calibrate(network, weights, batches);
    }
  }
}
