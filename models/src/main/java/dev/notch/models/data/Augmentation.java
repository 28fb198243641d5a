package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.util.SplittableRandom;

/**
 * How a training picture is changed before the network sees it: shifted by up to {@code padding}
 * pixels in each direction (the same as padding it and cutting a random crop of the old size) and
 * mirrored left to right half of the time. What happens to a picture depends on the seed, the epoch
 * and the picture's place in its set, on nothing else.
 *
 * @param padding largest shift in pixels; 0 for none
 * @param flip whether pictures are mirrored
 */
public record Augmentation(int padding, boolean flip, long seed) {
  private static final long EPOCH_STEP = 0x9e3779b97f4a7c15L;
  private static final long INDEX_STEP = 0xd1b54a32d192ed03L;

  public Augmentation {
    if (padding < 0) {
      throw new NotchException(
          "the padding of the augmentation must be at least 0, got " + padding);
    }
  }

  /** Leaves pictures as they are. */
  public static Augmentation none() {
    return new Augmentation(0, false, 0);
  }

  /**
   * Where a picture lands: the new pixel (y, x) is the old one at (y + down, x + right), read from
   * a mirrored picture if {@code mirrored}.
   */
  public record Placement(int down, int right, boolean mirrored) {
    /** The picture as it is. */
    public static final Placement IDENTITY = new Placement(0, 0, false);
  }

  /** What happens to the picture at {@code index} in this epoch. */
  public Placement place(int epoch, int index) {
    SplittableRandom random =
        new SplittableRandom(seed + EPOCH_STEP * (epoch + 1L) + INDEX_STEP * (index + 1L));
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    return new Placement(down, right, flip && random.nextBoolean());
  }
}
