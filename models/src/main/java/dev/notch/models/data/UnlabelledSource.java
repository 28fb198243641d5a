package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures without classes: all JPEG, PNG and BMP files in a folder and the folders in it. Some are
 * held out for the test by the split seed.
 */
public record UnlabelledSource(Path folder) implements DataSource {
  /** Their one label: nothing may be made of it. */
  private static final String ANY = "picture";

  private static final int FEWEST = 8;

  /** Folders within folders beyond this are a mistake. */
  private static final int DEEPEST = 8;

  /**
   * @throws NotchException if there is no such folder
   */
  public UnlabelledSource {
    if (!Files.isDirectory(folder)) {
      throw new NotchException("there is no folder " + folder + " of images");
    }
  }

  @Override
  public Pool read(DataOptions options, Progress progress) {
    progress.stage("Read images");
    List<Path> files = files();
    if (files.size() < FEWEST) {
      throw new NotchException(
          folder
              + " holds "
              + files.size()
              + " JPEG, PNG or BMP images; at least "
              + FEWEST
              + " are needed");
    }
    Images all =
        PictureFiles.load(
            files,
            List.of(ANY),
            new int[files.size()],
            "images of " + folder.getFileName(),
            options,
            progress);
    Splits.Parts parts =
        Splits.stratified(all, Splits.defaultCount(all.size()), ~options.splitSeed());
    return new Pool(
        "unlabelled", "images without classes from " + folder, parts.rest(), parts.held());
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(ClassFolders::isPicture).sorted().toList();
    } catch (IOException e) {
      throw unlisted(e);
    } catch (UncheckedIOException e) {
      // A link that leads back to a folder around it, or a folder that may not be read.
      throw unlisted(e.getCause());
    }
  }

  private NotchException unlisted(IOException e) {
    return new NotchException("cannot list " + folder + ": " + e.getMessage(), e);
  }
}
