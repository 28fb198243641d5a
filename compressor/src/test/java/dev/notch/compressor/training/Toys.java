package dev.notch.compressor.training;

import dev.notch.models.data.Images;
import dev.notch.models.data.Normalization;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.List;
import java.util.SplittableRandom;

/** Pictures and networks that train in milliseconds. */
final class Toys {
  static final Normalization HALF =
      new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

  private Toys() {}

  /** Pictures whose class is their brightest channel: red, green or blue. */
  static Images coloured(int count, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] pixels = new byte[count][size * size * 3];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(3);
      for (int p = 0; p < pixels[i].length; p++) {
        int light = p % 3 == labels[i] ? 100 : 0;
        pixels[i][p] = (byte) (random.nextInt(120) + light);
      }
    }
    return new Images(size, size, List.of("red", "green", "blue"), pixels, labels);
  }

  /** Every part that training treats differently: bias before batch normalisation, dropout. */
  static Network network(int size) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, size, size));
    int x = b.relu(b.batchNorm(b.conv(b.input(), 8, Window.square(3, 1, 1), 1, true)));
    x = b.relu(b.batchNorm(b.depthwise(x, Window.square(3, 2, 1), true)));
    x = b.dropout(b.globalPool(x), 0.2, false);
    b.linear(x, 3);
    return b.build("toy");
  }

  /** Softmax regression. */
  static Network linear(int size) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, size, size));
    b.linear(b.flatten(b.input()), 3);
    return b.build("linear");
  }

  /** The same pictures, every label wrong. */
  static Images mislabelled(Images images) {
    int[] labels = images.labels();
    byte[][] pixels = new byte[labels.length][];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (labels[i] + 1) % 3;
      pixels[i] = images.pixels(i);
    }
    return new Images(images.height(), images.width(), images.classes(), pixels, labels);
  }

  static Recipe recipe(double epochs) {
    return Recipe.fromScratch(epochs, 5).withBatch(8).withAugmentation(1, true);
  }

  static TrainingTask task(Network network, Images images, Recipe recipe) {
    return TrainingTask.of(
        network, dev.notch.models.weights.Initializer.scattered(network, 3), images, HALF, recipe);
  }
}
