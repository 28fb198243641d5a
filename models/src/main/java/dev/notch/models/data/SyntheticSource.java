package dev.notch.models.data;

import dev.notch.models.progress.Progress;
import java.util.List;

/**
 * The data set that needs no file: 32x32 pictures of textured figures before a cluttered
 * background, in ten classes. Every picture is a pure function of its number, computed with integer
 * and strict floating-point arithmetic only, so all machines see the same bytes.
 */
public record SyntheticSource() implements DataSource {
  /** Raise it whenever a picture changes: it is part of the name and so of every cache key. */
  static final int FORMAT = 1;

  static final int TRAIN_POOL = 8_000;
  static final int TEST = 2_000;

  private static final List<String> CLASSES =
      List.of(
          "striped disc",
          "checked square",
          "dotted triangle",
          "ringed cross",
          "zigzag ring",
          "brick disc",
          "blotched square",
          "gridded triangle",
          "nested cross",
          "plain ring");

  @Override
  public Pool read(DataOptions options, Progress progress) {
    progress.stage("Draw synthetic images");
    int count = TRAIN_POOL + TEST;
    byte[][] pixels = new byte[count][];
    int[] labels = new int[count];
    ParallelWork.forEach(
        count,
        "images",
        progress,
        i -> {
          labels[i] = i % CLASSES.size();
          pixels[i] = SyntheticPicture.draw(labels[i], i);
        });
    Images all = new Images(SyntheticPicture.SIZE, SyntheticPicture.SIZE, CLASSES, pixels, labels);
    return new Pool(
        "synthetic-" + FORMAT,
        "drawn 32x32 images of ten classes, format " + FORMAT,
        all.range(0, TRAIN_POOL),
        all.range(TRAIN_POOL, count));
  }
}
