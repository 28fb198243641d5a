package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** A place where pictures come from, as named by {@code --data}. */
public sealed interface DataSource
    permits SyntheticSource, CifarSource, FolderSource, UnlabelledSource {

  /**
   * What a source holds before it is divided.
   *
   * @param train pictures for training and validation
   * @param test pictures for the final test
   */
  record Pool(String name, String description, Images train, Images test) {
    Pool prepared(DataOptions options, Progress progress) {
      return new Pool(
          name,
          description,
          Greyscale.apply(Resampling.resize(train, options, progress), options, progress),
          Greyscale.apply(Resampling.resize(test, options, progress), options, progress));
    }
  }

  /**
   * Reads all pictures.
   *
   * @throws NotchException if the data are missing or damaged, naming the file
   */
  Pool read(DataOptions options, Progress progress);

  /** Whether the pictures' classes mean anything. */
  default boolean labelled() {
    return !(this instanceof UnlabelledSource);
  }

  /** Reads all pictures and divides them into training, validation and test sets. */
  default DataSet load(DataOptions options, Progress progress) {
    Pool pool = read(options, progress).prepared(options, progress);
    int count = options.validation().orElse(Splits.defaultCount(pool.train().size()));
    Splits.Parts parts = Splits.stratified(pool.train(), count, options.splitSeed());
    Normalization normalization =
        options.normalization().orElseGet(() -> Normalization.of(parts.rest()));
    String description =
        pool.description()
            + "; "
            + parts.rest().size()
            + " images for training, "
            + parts.held().size()
            + " for validation, "
            + pool.test().size()
            + " for the test";
    return DataSet.of(pool.name(), description, parts, pool.test(), normalization);
  }

  /**
   * The source that an option names: {@code synthetic}, {@code cifar10:PATH}, {@code cifar100:PATH}
   * or a folder of class folders.
   *
   * @throws NotchException if it names none
   */
  static DataSource parse(String option) {
    if (option.equals("synthetic")) {
      return new SyntheticSource();
    }
    for (CifarFormat format : List.of(CifarFormat.CIFAR10, CifarFormat.CIFAR100)) {
      String prefix = format.name() + ":";
      if (option.startsWith(prefix) && option.length() > prefix.length()) {
        return new CifarSource(format, path(option.substring(prefix.length())));
      }
    }
    if (Files.isDirectory(path(option))) {
      return new FolderSource(path(option));
    }
    throw new NotchException(
        "there are no data named '"
            + option
            + "'; use synthetic, cifar10:PATH, cifar100:PATH or an existing folder of class folders");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new NotchException("'" + text + "' is no path: " + e.getReason(), e);
    }
  }
}
