package dev.notch.models.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random pictures for tests. */
final class TestImages {
  private TestImages() {}

  /** Noise; {@code counts} says how many pictures each class has, classes are interleaved. */
  static Images random(int height, int width, long seed, int... counts) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = labels(counts);
    byte[][] pixels = new byte[labels.length][height * width * Images.CHANNELS];
    for (byte[] picture : pixels) {
      random.nextBytes(picture);
    }
    return new Images(height, width, names(counts.length), pixels, labels);
  }

  static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class-" + c).toList();
  }

  private static int[] labels(int... counts) {
    int[] left = counts.clone();
    int[] labels = new int[IntStream.of(counts).sum()];
    int at = 0;
    while (at < labels.length) {
      for (int c = 0; c < left.length; c++) {
        if (left[c]-- > 0) {
          labels[at++] = c;
        }
      }
    }
    return labels;
  }
}
