package dev.notch.compressor.training;

import dev.notch.compressor.guard.Correctness;
import dev.notch.models.data.Batches;
import dev.notch.models.data.Images;
import dev.notch.models.data.Normalization;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Measures how many pictures a network classifies correctly (top-1).
 *
 * @param threads for each operation
 * @param batch pictures at a time; changes speed and memory, not the result
 */
public record Evaluator(int threads, int batch) {
  /** Activations of larger batches fall out of the caches: twice the time on ResNet50. */
  private static final int USUAL_BATCH = 32;

  public Evaluator {
    if (threads < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "threads and batch must be positive, were " + threads + " and " + batch);
    }
  }

  public Evaluator(int threads) {
    this(threads, USUAL_BATCH);
  }

  /**
   * Which pictures the network classifies correctly.
   *
   * @throws dev.notch.models.NotchException if it cannot take these pictures
   */
  public Correctness correctness(
      Network network,
      Weights weights,
      Images images,
      Normalization normalization,
      Progress progress) {
    return Correctness.of(
        predictions(network, weights, images, normalization, progress), images.labels());
  }

  /** The class that the network sees in each picture; the lowest of those that tie. */
  @SuppressWarnings("try")
  public int[] predictions(
      Network network,
      Weights weights,
      Images images,
      Normalization normalization,
      Progress progress) {
    TrainingTask.verifyFit(network, images);
    Batches batches = new Batches(images, normalization);
    int[] predicted = new int[images.size()];
    try (Torch.ThreadScope scope = Torch.threads(threads);
        Inference inference = new Inference(network, weights)) {
      for (int from = 0; from < predicted.length; from += batch) {
        progress.check();
        int count = Math.min(batch, predicted.length - from);
        predict(inference, batches, predicted, from, count);
        progress.update(from + count, predicted.length, "evaluating " + network.name());
      }
    }
    return predicted;
  }

  private static void predict(
      Inference inference, Batches batches, int[] predicted, int from, int count) {
    int[] pictures = IntStream.range(from, from + count).toArray();
    float[] values = new float[batches.floats(count)];
    batches.plain(pictures, values);
    float[] logits = inference.logits(values);
    int classes = inference.network().classes();
    Arrays.setAll(pictures, i -> best(logits, i, classes));
    System.arraycopy(pictures, 0, predicted, from, count);
  }

  /** Index of the largest logit of a row. */
  static int best(float[] logits, int row, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits[row * classes + c] > logits[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }
}
