package dev.notch.models.djl;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Weights of a network that was never trained but behaves like one: batch normalisation has the
 * statistics of real activations, so that signals neither die nor explode and the output depends on
 * the input.
 */
public final class FreshWeights {
  private static final int BATCHES = 2;
  private static final int PICTURES = 16;

  private FreshWeights() {}

  /**
   * Initial weights, then calibration on pictures of normally distributed noise. The same seed
   * gives the same weights on the same machine.
   */
  public static Weights of(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Weights drawn = Initializer.initialize(network, random.nextLong());
    List<float[]> batches = Stream.generate(() -> noise(network, random)).limit(BATCHES).toList();
    return Calibration.calibrate(network, drawn, batches);
  }

  private static float[] noise(Network network, SplittableRandom random) {
    float[] pictures = new float[Math.toIntExact(PICTURES * network.inputShape().size())];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = (float) random.nextGaussian();
    }
    return pictures;
  }
}
