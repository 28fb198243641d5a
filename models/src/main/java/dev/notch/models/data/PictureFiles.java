package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.nio.file.Path;
import java.util.List;

/** Loads picture files, which must be of one size unless the options bring them to one. */
final class PictureFiles {

  private PictureFiles() {}

  /**
   * @param labels one index into {@code classes} a file
   * @param what is loaded, for the progress
   */
  static Images load(
      List<Path> files,
      List<String> classes,
      int[] labels,
      String what,
      DataOptions options,
      Progress progress) {
    Path firstFile = files.get(0);
    Picture first = Resampling.resize(PictureReader.read(firstFile), options);
    boolean grey = options.colour() == DataOptions.Colour.GREY;
    byte[][] pixels = new byte[files.size()][];
    ParallelWork.forEach(
        pixels.length,
        what,
        progress,
        i -> {
          Path file = files.get(i);
          Picture picture = Resampling.resize(PictureReader.read(file), options);
          verifySize(picture, file, first, firstFile);
          pixels[i] = grey ? Greyscale.of(picture.rgb()) : picture.rgb();
        });
    int channels = grey ? 1 : Images.CHANNELS;
    return new Images(first.height(), first.width(), channels, classes, pixels, labels);
  }

  private static void verifySize(Picture picture, Path file, Picture first, Path firstFile) {
    if (picture.height() != first.height() || picture.width() != first.width()) {
      throw new NotchException(
          "images differ in size ("
              + describe(firstFile, first)
              + ", "
              + describe(file, picture)
              + "); choose one: put its size into a copy of configs/data.yaml, given with --data-config");
    }
  }

  private static String describe(Path file, Picture picture) {
    return file + " has " + picture.width() + "x" + picture.height();
  }
}
