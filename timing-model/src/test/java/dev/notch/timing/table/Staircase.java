package dev.notch.timing.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** A table of a device whose times are known: lanes of 24, and a cache that ends at a height. */
final class Staircase {
  static final Columns COLUMNS =
      new Columns("us", List.of("lanes", "height"), List.of("work", "bytes"), Optional.empty());
  static final String HEADER = "lanes,height,work,bytes,us,note";

  private Staircase() {}

  /** 4 us and 0.002 us a unit of work, twice that off the multiples of 24; bytes only from 33. */
  static double micros(int lanes, int height, double work, double bytes) {
    return 4 + (lanes % 24 == 0 ? 0.002 : 0.004) * work + (height > 32 ? 0.001 * bytes : 0);
  }

  /**
   * @param unit what a microsecond is in the file
   */
  static List<String> lines(long seed, int rows, double noise, double unit) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int lanes = random.nextInt(1, 385);
      lanes = random.nextBoolean() ? lanes : 24 * (1 + lanes / 24);
      int height = random.nextInt(4, 65);
      double work = (double) lanes * height * random.nextInt(1, 9);
      double bytes = 4.0 * lanes * height + random.nextInt(1, 100_000);
      double factor = 1 + noise * (2 * random.nextDouble() - 1);
      double time = micros(lanes, height, work, bytes) * factor * unit;
      lines.add(String.format(Locale.ROOT, "%d,%d,%s,%s,%s,n/a", lanes, height, work, bytes, time));
    }
    return lines;
  }

  static String csv(long seed, int rows, double noise) {
    return HEADER + "\n" + String.join("\n", lines(seed, rows, noise, 1)) + "\n";
  }
}
