package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of JPEG, PNG or BMP files: {@code train/CLASS/*} and {@code test/CLASS/*}, or {@code
 * CLASS/*}, of which some are held out for the test by the split seed.
 */
public record FolderSource(Path folder) implements DataSource {

  @Override
  public Pool read(DataOptions options, Progress progress) {
    progress.stage("Read images");
    Path train = folder.resolve("train");
    Path test = folder.resolve("test");
    if (Files.isDirectory(train) && Files.isDirectory(test)) {
      return pool(
          load(train, options, progress), load(test, options, progress), "its own test set");
    }
    if (Files.isDirectory(train) || Files.isDirectory(test)) {
      throw new NotchException(
          folder + " has only one of the folders train and test; it needs both or neither");
    }
    Images all = load(folder, options, progress);
    int count = Splits.defaultCount(all.size());
    Splits.Parts parts = Splits.stratified(all, count, ~options.splitSeed());
    return pool(parts.rest(), parts.held(), "the test set split off by seed");
  }

  private Pool pool(Images train, Images test, String split) {
    return new Pool("folder", "images from " + folder + " with " + split, train, test);
  }

  private static Images load(Path folder, DataOptions options, Progress progress) {
    ClassFolders listed = ClassFolders.list(folder);
    if (!listed.ignored().isEmpty()) {
      progress.note(
          "ignored "
              + listed.ignored().size()
              + " files that are no JPEG, PNG or BMP images, the first is "
              + listed.ignored().get(0));
    }
    Path firstFile = listed.files().get(0);
    Picture first = Resampling.resize(PictureReader.read(firstFile), options);
    byte[][] pixels = new byte[listed.files().size()][];
    ParallelWork.forEach(
        pixels.length,
        "images of " + folder.getFileName(),
        progress,
        i -> {
          Path file = listed.files().get(i);
          Picture picture = Resampling.resize(PictureReader.read(file), options);
          verifySize(picture, file, first, firstFile);
          pixels[i] = picture.rgb();
        });
    return new Images(first.height(), first.width(), listed.classes(), pixels, listed.labels());
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
