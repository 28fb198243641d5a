package dev.notch.models.onnx;

import dev.notch.models.graph.Shape;
import java.util.SplittableRandom;

/** Random pictures that differ from one another in colour, contrast and detail. */
public final class Pictures {
  private Pictures() {}

  /** Channels last. */
  public static float[] random(Shape image, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[Math.toIntExact(count * image.size())];
    int size = Math.toIntExact(image.size());
    for (int picture = 0; picture < count; picture++) {
      double contrast = random.nextDouble(0.2, 1.5);
      double tilt = random.nextDouble(-2, 2);
      double[] colour = random.doubles(image.channels(), -1.5, 1.5).toArray();
      for (int i = 0; i < size; i++) {
        double slope = tilt * (i / (double) size - 0.5);
        double value = colour[i % colour.length] + slope + contrast * random.nextGaussian();
        pixels[picture * size + i] = (float) value;
      }
    }
    return pixels;
  }

  /** Channels-last pictures as channels-first ones. */
  public static float[] channelsFirst(float[] pixels, Shape image) {
    float[] out = new float[pixels.length];
    int size = Math.toIntExact(image.size());
    for (int i = 0; i < pixels.length; i++) {
      int within = i % size;
      int channel = within % image.channels();
      out[i - within + channel * image.area() + within / image.channels()] = pixels[i];
    }
    return out;
  }
}
