package dev.notch.compressor.training;

import dev.notch.models.data.Batches;
import dev.notch.models.data.Images;
import dev.notch.models.data.Normalization;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures how far a network's outputs are from those of another one with the same outputs.
 *
 * @param threads for each operation
 * @param images to compare on
 */
public record OutputErrors(int threads, Images images, Normalization normalization) {
  /** Maps are large: two networks' outputs are held at once. */
  private static final int BATCH = 16;

  /**
   * For each output the root of the summed squared differences over the root of the summed squares
   * of the original; where the original is zero throughout, 0 if the other is, and infinite if not.
   */
  @SuppressWarnings("try")
  public double[] of(
      Network original, Weights weights, Network other, Weights otherWeights, Progress progress) {
    Batches batches = new Batches(images, normalization);
    int outputs = original.outputs().size();
    double[] differences = new double[outputs];
    double[] squares = new double[outputs];
    try (Torch.ThreadScope scope = Torch.threads(threads);
        Inference before = new Inference(original, weights);
        Inference after = new Inference(other, otherWeights)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        progress.check();
        int[] pictures = IntStream.range(from, Math.min(from + BATCH, images.size())).toArray();
        float[] values = new float[batches.floats(pictures.length)];
        batches.plain(pictures, values);
        add(before.outputs(values), after.outputs(values), differences, squares);
        progress.update(from + pictures.length, images.size(), "comparing " + other.name());
      }
    }
    double[] errors = new double[outputs];
    Arrays.setAll(errors, i -> error(differences[i], squares[i]));
    return errors;
  }

  private static void add(
      List<float[]> wanted, List<float[]> got, double[] differences, double[] squares) {
    for (int output = 0; output < wanted.size(); output++) {
      float[] a = wanted.get(output);
      float[] b = got.get(output);
      for (int i = 0; i < a.length; i++) {
        double difference = (double) b[i] - a[i];
        differences[output] += difference * difference;
        squares[output] += (double) a[i] * a[i];
      }
    }
  }

  private static double error(double differences, double squares) {
    return differences == 0 ? 0 : Math.sqrt(differences / squares);
  }
}
