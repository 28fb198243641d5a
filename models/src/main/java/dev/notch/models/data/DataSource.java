package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;

/** A place where pictures come from, as named by {@code --data}. */
public sealed interface DataSource permits SyntheticSource {

  /**
   * What a source holds before it is divided.
   *
   * @param train pictures for training and validation
   * @param test pictures for the final test
   */
  record Pool(String name, String description, Images train, Images test) {}

  /**
   * Reads all pictures.
   *
   * @throws NotchException if the data are missing or damaged, naming the file
   */
  Pool read(DataOptions options, Progress progress);

  /** Reads all pictures and divides them into training, validation and test sets. */
  default DataSet load(DataOptions options, Progress progress) {
    Pool pool = read(options, progress);
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
   * The source that an option names.
   *
   * @throws NotchException if it names none
   */
  static DataSource parse(String option) {
    if (option.equals("synthetic")) {
      return new SyntheticSource();
    }
    throw new NotchException("unknown data " + option + "; use synthetic");
  }
}
