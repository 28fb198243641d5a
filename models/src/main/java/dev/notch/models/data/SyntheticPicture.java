package dev.notch.models.data;

import java.util.SplittableRandom;

/**
 * Draws one picture. Its class shows in three ways: the texture of the figure, its outline (two
 * classes share one) and its hue. Each of them sometimes belongs to another class, so a network
 * gets better the more of them it learns to see and to weigh, and none gets everything right.
 * Place, size, direction, contrast, background, clutter, occlusion and noise mean nothing.
 */
final class SyntheticPicture {
  static final int SIZE = 32;
  private static final int CLASSES = 10;

  /** How often each cue is drawn from a random class. */
  private static final double FALSE_TEXTURE = 0.09;

  private static final double FALSE_FIGURE = 0.15;
  private static final double FALSE_HUE = 0.30;

  /** Spread of the hue around that of its class, in turns; classes are 0.1 apart. */
  private static final double HUE_SPREAD = 0.045;

  /** Most that a figure leans to either side, in turns. */
  private static final double TILT = 0.1;

  private static final int MOST_CLUTTER = 2;
  private static final double MOST_NOISE = 0.15;
  private static final double OCCLUDED = 0.15;

  private final SplittableRandom random;
  private final double[] canvas = new double[SIZE * SIZE * Images.CHANNELS];

  private SyntheticPicture(long number) {
    this.random = new SplittableRandom(0x6e6f746368L + number * 0x9e3779b97f4a7c15L);
  }

  /** The picture with this number: height, width, channel. */
  static byte[] draw(int label, long number) {
    SyntheticPicture picture = new SyntheticPicture(number);
    picture.background();
    int clutter = picture.random.nextInt(MOST_CLUTTER + 1);
    for (int i = 0; i < clutter; i++) {
      picture.distraction(between(picture.random, 2, 5));
    }
    picture.object(label);
    if (picture.random.nextDouble() < OCCLUDED) {
      picture.distraction(between(picture.random, 2, 5));
    }
    return picture.develop();
  }

  private void background() {
    double[] dark = color(random.nextDouble(), between(0, 0.35), between(0.1, 0.6));
    double[] light = color(random.nextDouble(), between(0, 0.35), between(0.3, 0.9));
    double grain = between(3, 14);
    int seed = random.nextInt();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        paint(x, y, dark, light, ValueNoise.at(x / grain, y / grain, seed), 1);
      }
    }
  }

  /** A small figure of one random colour that says nothing about the class. */
  private void distraction(double radius) {
    double[] color = color(random.nextDouble(), between(0.2, 1), between(0.3, 1));
    Figure figure = pick(Figure.values());
    Frame frame = new Frame(random, between(0, SIZE), between(0, SIZE), radius);
    stamp(frame, figure, new Fill(color, color, Texture.PLAIN, 1, 0));
  }

  private void object(int label) {
    Texture texture = Texture.values()[cue(label, FALSE_TEXTURE)];
    Figure figure = Figure.values()[cue(label, FALSE_FIGURE) % Figure.values().length];
    double hue = (double) cue(label, FALSE_HUE) / CLASSES + HUE_SPREAD * bell();
    double contrast = between(0.5, 0.85);
    double value = between(0.7, 1);
    double[] light = color(hue, between(0.6, 1), value);
    double[] dark = color(hue, between(0.6, 1), value * (1 - contrast));
    Frame frame = new Frame(random, between(13, 19), between(13, 19), between(11, 14));
    double period = between(5, 7);
    stamp(frame, figure, new Fill(dark, light, texture, period, random.nextDouble()));
  }

  private int cue(int label, double falsehood) {
    return random.nextDouble() < falsehood ? random.nextInt(CLASSES) : label;
  }

  private void stamp(Frame frame, Figure figure, Fill fill) {
    double reach = Figure.REACH * frame.radius() + 1;
    for (int y = first(frame.y - reach); y < end(frame.y + reach); y++) {
      for (int x = first(frame.x - reach); x < end(frame.x + reach); x++) {
        double u = frame.u(x, y);
        double v = frame.v(x, y);
        double depth = figure.depth(u / frame.radius(), v / frame.radius()) * frame.radius();
        if (depth > -0.5) {
          paint(x, y, fill.dark, fill.light, fill.share(u, v), Texture.clamp(depth + 0.5));
        }
      }
    }
  }

  private static int first(double coordinate) {
    return Math.max(0, (int) coordinate);
  }

  private static int end(double coordinate) {
    return Math.min(SIZE, (int) coordinate + 1);
  }

  /** Blends a colour between dark and light over what is there. */
  private void paint(int x, int y, double[] dark, double[] light, double share, double cover) {
    int at = (y * SIZE + x) * Images.CHANNELS;
    for (int c = 0; c < Images.CHANNELS; c++) {
      double color = dark[c] + (light[c] - dark[c]) * share;
      canvas[at + c] += (color - canvas[at + c]) * cover;
    }
  }

  private byte[] develop() {
    double noise = MOST_NOISE * random.nextDouble() * random.nextDouble();
    byte[] pixels = new byte[canvas.length];
    for (int i = 0; i < pixels.length; i++) {
      double value = Texture.clamp(canvas[i] + noise * bell());
      pixels[i] = (byte) (int) (value * 255 + 0.5);
    }
    return pixels;
  }

  /** Hue in turns, saturation and value from 0 to 1. */
  private static double[] color(double hue, double saturation, double value) {
    double[] color = new double[Images.CHANNELS];
    for (int c = 0; c < color.length; c++) {
      double turn = hue + 1 - c / 3.0;
      double distance = Math.abs(turn - Math.floor(turn + 0.5)) * 6;
      color[c] = value * (1 - saturation * (1 - Texture.clamp(2 - distance)));
    }
    return color;
  }

  /** About normal, with mean 0 and standard deviation 1: the sum of four uniform numbers. */
  private double bell() {
    long bits = random.nextLong();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum - 2 * 0xffff) / 37_837.0;
  }

  private double between(double low, double high) {
    return between(random, low, high);
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Two colours and the pattern that mixes them; the period is in pixels, the phase in periods. */
  private record Fill(double[] dark, double[] light, Texture texture, double period, double phase) {
    double share(double u, double v) {
      return texture.at(u / period + phase, v / period + phase);
    }
  }

  /** A turned and shifted coordinate system; lengths are pixels. */
  private record Frame(double x, double y, double radius, double cos, double sin) {
    Frame(SplittableRandom random, double x, double y, double radius) {
      this(x, y, radius, TILT * (2 * random.nextDouble() - 1));
    }

    private Frame(double x, double y, double radius, double turn) {
      this(x, y, radius, StrictMath.cos(2 * Math.PI * turn), StrictMath.sin(2 * Math.PI * turn));
    }

    double u(int column, int row) {
      return (column + 0.5 - x) * cos + (row + 0.5 - y) * sin;
    }

    double v(int column, int row) {
      return (row + 0.5 - y) * cos - (column + 0.5 - x) * sin;
    }
  }
}
