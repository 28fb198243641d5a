package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of JPEG, PNG or BMP files: {@code train/CLASS/*} and {@code test/CLASS/*}, or {@code
 * CLASS/*}, of which some are held out for the test by the split seed.
 *
 * @param labels file with the names of all classes, one a line, in the order in which a network
 *     counts them; without it that of the folders' names
 */
public record FolderSource(Path folder, Optional<Path> labels) implements DataSource {

  /** Classes in the order of their names. */
  public FolderSource(Path folder) {
    this(folder, Optional.empty());
  }

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

  private Images load(Path from, DataOptions options, Progress progress) {
    ClassFolders listed = ClassFolders.list(from, labels.map(Labels::read));
    if (!listed.ignored().isEmpty()) {
      progress.note(
          "ignored "
              + listed.ignored().size()
              + " files that are no JPEG, PNG or BMP images, the first is "
              + listed.ignored().get(0));
    }
    return PictureFiles.load(
        listed.files(),
        listed.classes(),
        listed.labels(),
        "images of " + from.getFileName(),
        options,
        progress);
  }
}
