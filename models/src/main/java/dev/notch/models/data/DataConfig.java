package dev.notch.models.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.models.NotchException;
import dev.notch.models.files.ConfigFiles;
import dev.notch.models.graph.ImageSize;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@link DataOptions} from YAML; {@code configs/data.yaml} explains the keys. */
public final class DataConfig {
  private static final int FORMAT = 1;
  private static final String FILE = "data.yaml";
  private static final String SECTION = "preprocessing";
  private static final Map<String, Object> DEFAULTS =
      Map.of("format", FORMAT, "fit", "crop", "split-seed", 1L);

  private DataConfig() {}

  private static final class Keys extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;
  }

  private record Fields(
      @JsonProperty("format") int format,
      @JsonProperty("size") String size,
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
    Fields fields = fields(file);
    try {
      return options(fields);
    } catch (NotchException e) {
      throw new NotchException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a file says: all keys of {@code configs/data.yaml}, or some of them, of which those about
   * the pictures themselves stand in a section {@code preprocessing}.
   */
  private static Fields fields(Path file) {
    Map<String, Object> keys = ConfigFiles.read(file, Keys.class);
    if (!keys.containsKey(SECTION)) {
      return ConfigFiles.read(file, Fields.class);
    }
    if (!(keys.remove(SECTION) instanceof Map<?, ?> section)) {
      throw new NotchException(file + ": " + SECTION + " needs keys of its own, such as mean");
    }
    Map<String, Object> all = new LinkedHashMap<>(DEFAULTS);
    all.putAll(keys);
    for (Map.Entry<?, ?> entry : section.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (keys.containsKey(key)) {
        throw new NotchException(file + ": " + key + " stands in it twice");
      }
      all.put(key, entry.getValue());
    }
    return ConfigFiles.convert(file, all, Fields.class);
  }

  private static DataOptions options(Fields fields) {
    if (fields.format != FORMAT) {
      throw new NotchException("format is " + FORMAT + ", not " + fields.format);
    }
    DataOptions options =
        DataOptions.DEFAULT.withFit(fit(fields.fit)).withSplitSeed(fields.splitSeed);
    if (fields.size != null) {
      options = options.withSize(ImageSize.parse(fields.size));
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
