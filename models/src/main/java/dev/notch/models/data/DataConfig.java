package dev.notch.models.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.models.NotchException;
import dev.notch.models.files.ConfigFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads {@link DataOptions} from YAML; {@code configs/data.yaml} explains the keys. */
public final class DataConfig {
  private static final int FORMAT = 1;
  private static final String FILE = "data.yaml";

  private DataConfig() {}

  private record Fields(
      @JsonProperty("format") int format,
      @JsonProperty("size") Integer size,
      @JsonProperty("fit") String fit,
      @JsonProperty("mean") List<Double> mean,
      @JsonProperty("std") List<Double> std,
      @JsonProperty("validation") Integer validation,
      @JsonProperty("split-seed") long splitSeed) {}

  /** The options in {@code configs/data.yaml}. */
  public static DataOptions read() {
    return read(ConfigFiles.path(FILE));
  }

  /**
   * The options in a file.
   *
   * @throws NotchException naming the file if it is unreadable, or a key is unknown or missing
   */
  public static DataOptions read(Path file) {
    Fields fields = ConfigFiles.read(file, Fields.class);
    try {
      return options(fields);
    } catch (NotchException e) {
      throw new NotchException(file + ": " + e.getMessage(), e);
    }
  }

  private static DataOptions options(Fields fields) {
    if (fields.format != FORMAT) {
      throw new NotchException("format is " + FORMAT + ", not " + fields.format);
    }
    DataOptions options =
        DataOptions.DEFAULT.withFit(fit(fields.fit)).withSplitSeed(fields.splitSeed);
    if (fields.size != null) {
      options = options.withSize(fields.size);
    }
    if (fields.mean != null || fields.std != null) {
      options = options.withNormalization(normalization(fields));
    }
    return fields.validation == null ? options : options.withValidation(fields.validation);
  }

  private static DataOptions.Fit fit(String name) {
    for (DataOptions.Fit fit : DataOptions.Fit.values()) {
      if (fit.name().toLowerCase(Locale.ROOT).equals(name)) {
        return fit;
      }
    }
    throw new NotchException("fit is crop or stretch, not " + name);
  }

  private static Normalization normalization(Fields fields) {
    if (fields.mean == null || fields.std == null) {
      throw new NotchException("mean and std are given together, or both left empty");
    }
    return new Normalization(fields.mean, fields.std);
  }
}
