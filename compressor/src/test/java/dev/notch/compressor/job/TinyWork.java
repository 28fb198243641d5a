package dev.notch.compressor.job;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A configuration of next to no work, and pictures that small networks learn in seconds. */
final class TinyWork {
  static final int SIDE = 16;
  static final List<String> CLASSES = List.of("blue", "green", "red");
  private static final int TRAIN = 80;
  private static final int TEST = 20;

  private static final String EFFORT =
      """
      format: 1
      efforts:
        tiny:
          baseline: {epochs: 8, tera-macs: 1}
          retrain: {epochs: 2, tera-macs: 1}
          control: true
          sensitivity: {images: 60, fractions: [0.5], tera-macs: 0.02}
          search: {population: 20, generations: 10}
          corrections: 2
          back-offs: 1
          verification: {rounds: 10, seconds: 0}
      """;

  private static final String PROFILE =
      """
      format: 1
      chains: {sizes: [16], channels: [8, 32], layers: [8, 9], kernels: [1x1], groups: [2]}
      efforts:
        tiny:
          {seconds: 2, rounds: {least: 2, most: 4}, variants: 6, chains: 0, alone: 0, passes: 1,
            adaptive: {seeded: 1, waves: 1}, samples: 0}
      """;

  private TinyWork() {}

  /** Makes the effort {@code tiny} known, and returns the home that was in its place. */
  static String install(Path folder) throws IOException {
    Path configs = Files.createDirectories(folder.resolve("home/configs"));
    Files.writeString(configs.resolve("effort.yaml"), EFFORT);
    Files.writeString(configs.resolve("profile.yaml"), PROFILE);
    return System.setProperty("notch.home", folder.resolve("home").toString());
  }

  /** Pictures of one colour a class, for training and for the test. */
  static void draw(Path photos) throws IOException {
    draw(photos.resolve("train"), TRAIN);
    draw(photos.resolve("test"), TEST);
  }

  private static void draw(Path part, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(count);
    for (int c = 0; c < CLASSES.size(); c++) {
      Path pictures = Files.createDirectories(part.resolve(CLASSES.get(c)));
      for (int i = 0; i < count; i++) {
        ImageIO.write(picture(c, random), "png", pictures.resolve(i + ".png").toFile());
      }
    }
  }

  private static BufferedImage picture(int colour, SplittableRandom random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < SIDE * SIDE; at++) {
      float hue = (float) ((2 - colour) / 3.0 + 0.05 * random.nextDouble());
      float value = (float) (0.3 + 0.7 * random.nextDouble());
      image.setRGB(at % SIDE, at / SIDE, Color.HSBtoRGB(hue, 0.8f, value));
    }
    return image;
  }
}
