package dev.notch.compressor.training;

import dev.notch.models.data.Batches;
import dev.notch.models.data.Images;
import dev.notch.models.data.Normalization;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures how much a network's outputs change from image to image: what an answer without looking
 * at the image is worth, beside which the {@link OutputErrors} of another network must be seen.
 *
 * @param threads for each operation
 * @param images to look at
 */
public record OutputSpread(int threads, Images images, Normalization normalization) {
  private static final int BATCH = 16;

  /**
   * For each output the relative error, as {@link OutputErrors} has it, of always answering the
   * mean of each value over the images: the root of the summed squared deviations over the root of
   * the summed squares; 0 for an output that is zero throughout.
   */
  @SuppressWarnings("try")
  public double[] of(Network network, Weights weights, Progress progress) {
    Batches batches = new Batches(images, normalization);
    List<Values> outputs = new ArrayList<>();
    network.outputs().forEach(id -> outputs.add(new Values(network.shape(id).size())));
    try (Torch.ThreadScope scope = Torch.threads(threads);
        Inference inference = new Inference(network, weights)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        progress.check();
        int[] pictures = IntStream.range(from, Math.min(from + BATCH, images.size())).toArray();
        float[] values = new float[batches.floats(pictures.length)];
        batches.plain(pictures, values);
        List<float[]> answers = inference.outputs(values);
        IntStream.range(0, answers.size()).forEach(i -> outputs.get(i).add(answers.get(i)));
        progress.update(from + pictures.length, images.size(), "running " + network.name());
      }
    }
    return outputs.stream().mapToDouble(Values::errorOfMean).toArray();
  }

  /** Sums over images, value by value. */
  private static final class Values {
    private final double[] sums;
    private double squares;
    private long count;

    Values(long size) {
      sums = new double[Math.toIntExact(size)];
    }

    void add(float[] batch) {
      for (int i = 0; i < batch.length; i++) {
        sums[i % sums.length] += batch[i];
        squares += (double) batch[i] * batch[i];
      }
      count += batch.length / sums.length;
    }

    double errorOfMean() {
      double explained = Arrays.stream(sums).map(sum -> sum * sum / count).sum();
      return squares == 0 ? 0 : Math.sqrt(Math.max(0, 1 - explained / squares));
    }
  }
}
