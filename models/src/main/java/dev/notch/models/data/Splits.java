package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Divides pictures into two sets by seed so that each class keeps its share in both. */
public final class Splits {
  private static final int WANTED = 2_000;

  private Splits() {}

  /** The two parts of a set: what stays and what is held out. */
  public record Parts(Images rest, Images held) {}

  /**
   * How many of these pictures to hold out unless told otherwise: a tenth, but at least 2,000, but
   * at most a quarter.
   */
  public static int defaultCount(int images) {
    return Math.max(images / 10, Math.min(WANTED, images / 4));
  }

  /**
   * Holds out {@code count} pictures; each class gives its proportional share, rounded by largest
   * remainder. Both parts keep the order of the whole.
   *
   * @throws NotchException if a class cannot give at least one picture and keep one
   */
  public static Parts stratified(Images images, int count, long seed) {
    if (count < 1 || count >= images.size()) {
      throw new NotchException(
          "cannot hold out "
              + count
              + " of "
              + images.size()
              + " images; choose a number between 1 and "
              + (images.size() - 1));
    }
    int[] shares = shares(images, count);
    boolean[] held = new boolean[images.size()];
    for (int i : permutation(images.size(), seed)) {
      held[i] = shares[images.label(i)]-- > 0;
    }
    return new Parts(pick(images, held, false), pick(images, held, true));
  }

  /** The numbers from 0 to n - 1 in an order that depends on the seed only (Fisher and Yates). */
  public static int[] permutation(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static Images pick(Images images, boolean[] held, boolean wanted) {
    return images.subset(IntStream.range(0, held.length).filter(i -> held[i] == wanted).toArray());
  }

  /** How many each class gives: exact quotients cut down, the largest remainders rounded up. */
  private static int[] shares(Images images, int count) {
    int[] counts = images.classCounts();
    long size = images.size();
    int[] shares = Arrays.stream(counts).map(c -> (int) ((long) c * count / size)).toArray();
    int missing = count - Arrays.stream(shares).sum();
    IntStream.range(0, counts.length)
        .boxed()
        .sorted(
            (a, b) ->
                Long.compare(counts[b] * (long) count % size, counts[a] * (long) count % size))
        .limit(missing)
        .forEach(c -> shares[c]++);
    verify(images, counts, shares);
    return shares;
  }

  private static void verify(Images images, int[] counts, int[] shares) {
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0 && (shares[c] < 1 || shares[c] >= counts[c])) {
        throw new NotchException(
            "class "
                + images.classes().get(c)
                + " has too few images to split ("
                + counts[c]
                + " of "
                + images.size()
                + "); add images or remove the class");
      }
    }
  }
}
