package dev.notch.models.export;

import dev.notch.models.NotchException;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far the answers of a file that was written are from the network's.
 *
 * @param differences of each output: max|a - b| / max|a| over the images
 */
public record Comparison(List<Double> differences) {
  private static final int IMAGES = 2;
  private static final long SEED = 20260101;

  /** What two ways of computing the same in single precision may differ by. */
  private static final double SINGLE = 1e-3;

  /** Beyond that half precision is no use. */
  private static final double HALF = 0.1;

  public Comparison {
    differences = List.copyOf(differences);
  }

  /** The largest difference of all outputs. */
  public double largest() {
    return Collections.max(differences);
  }

  /** Random images, height x width x channels, seeded. */
  static float[] images(Network network) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] images = new float[IMAGES * Math.toIntExact(network.inputShape().size())];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return images;
  }

  /** The same images with the channels first. */
  static float[] channelsFirst(float[] images, Shape image) {
    int size = Math.toIntExact(image.size());
    int pixels = size / image.channels();
    float[] turned = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      int pixel = i % size / image.channels();
      turned[i / size * size + i % image.channels() * pixels + pixel] = images[i];
    }
    return turned;
  }

  static List<float[]> answers(Network network, Weights weights, float[] images) {
    try (Inference inference = new Inference(network, weights)) {
      return inference.outputs(images);
    }
  }

  /**
   * @throws IllegalArgumentException if the numbers of outputs or of their values differ
   */
  static Comparison of(List<float[]> expected, List<float[]> actual) {
    if (expected.size() != actual.size()) {
      throw new IllegalArgumentException(actual.size() + " outputs, not " + expected.size());
    }
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      differences.add(difference(expected.get(i), actual.get(i)));
    }
    return new Comparison(differences);
  }

  /** Infinite if one of them is not a number. */
  private static double difference(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(actual.length + " values, not " + expected.length);
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      double apart = Math.abs((double) expected[i] - actual[i]);
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
    }
    return difference == 0 ? 0 : difference / largest;
  }

  /**
   * @throws NotchException if the differences are larger than arithmetic explains
   */
  void require(boolean half, String what) {
    if (!(largest() <= (half ? HALF : SINGLE))) {
      throw new NotchException(
          what
              + " does not answer as the network does (off by "
              + largest()
              + " of the largest value), so it was not kept: "
              + (half ? "write it in single precision" : "please report this with the network"));
    }
  }
}
