package dev.notch.models.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads {@link DataOptions} from YAML; keys that are left out keep their defaults. */
public final class DataConfig {
  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new YAMLMapper();
  private static final ObjectReader READER = MAPPER.readerFor(Fields.class);

  private DataConfig() {}

  private record Fields(
      @JsonProperty("format") Integer format,
      @JsonProperty("size") Integer size,
      @JsonProperty("fit") String fit,
      @JsonProperty("mean") List<Double> mean,
      @JsonProperty("std") List<Double> std,
      @JsonProperty("validation") Integer validation,
      @JsonProperty("split-seed") Long splitSeed) {}

  /**
   * @throws NotchException naming the file if it is unreadable or holds unknown keys or values
   */
  public static DataOptions read(Path file) {
    try {
      return options(READER.readValue(Files.readString(file)), file);
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage().lines().findFirst().orElse("no YAML");
      throw new NotchException(file + ": " + message, e);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static DataOptions options(Fields fields, Path file) {
    if (fields == null || fields.format == null || fields.format != FORMAT) {
      throw new NotchException(file + " needs the line 'format: " + FORMAT + "'");
    }
    DataOptions options = DataOptions.DEFAULT;
    if (fields.size != null) {
      options = options.withSize(fields.size);
    }
    if (fields.fit != null) {
      options = options.withFit(fit(fields.fit, file));
    }
    if (fields.mean != null || fields.std != null) {
      options = options.withNormalization(normalization(fields, file));
    }
    if (fields.validation != null) {
      options = options.withValidation(fields.validation);
    }
    return fields.splitSeed == null ? options : options.withSplitSeed(fields.splitSeed);
  }

  private static DataOptions.Fit fit(String name, Path file) {
    for (DataOptions.Fit fit : DataOptions.Fit.values()) {
      if (fit.name().toLowerCase(Locale.ROOT).equals(name)) {
        return fit;
      }
    }
    throw new NotchException(file + ": fit is crop or stretch, not " + name);
  }

  private static Normalization normalization(Fields fields, Path file) {
    if (fields.mean == null || fields.std == null) {
      throw new NotchException(file + " needs mean and std together, or neither");
    }
    return new Normalization(fields.mean, fields.std);
  }
}
