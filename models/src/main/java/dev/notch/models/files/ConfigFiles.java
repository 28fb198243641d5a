package dev.notch.models.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The YAML files in {@code configs/} that a person edits. The launcher says where Notch lives
 * ({@code -Dnotch.home}).
 */
public final class ConfigFiles {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private ConfigFiles() {}

  /**
   * The path of a file in {@code configs/}.
   *
   * @throws NotchException if the launcher did not say where Notch lives
   */
  public static Path path(String name) {
    String home = System.getProperty("notch.home");
    if (home == null || home.isBlank()) {
      throw new NotchException(
          "cannot find configs/" + name + ": start Notch with ./optimize, or set -Dnotch.home");
    }
    return Path.of(home, "configs", name);
  }

  /**
   * A file in {@code configs/} as a value. Unknown and missing keys are errors.
   *
   * @throws NotchException naming the file and the key
   */
  public static <T> T read(String name, Class<T> type) {
    return read(path(name), type);
  }

  /** Like {@link #read(String, Class)}, for a file anywhere. */
  public static <T> T read(Path file, Class<T> type) {
    ObjectReader reader =
        MAPPER
            .readerFor(type)
            .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    try {
      return reader.readValue(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JsonMappingException e) {
      throw new NotchException(file + ": " + key(e) + firstLine(e.getOriginalMessage()), e);
    } catch (JsonProcessingException e) {
      throw new NotchException(file + ": " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Keys that were read from a file as a value; what is missing is null.
   *
   * @throws NotchException naming the file and the key
   */
  public static <T> T convert(Path file, Map<String, Object> keys, Class<T> type) {
    try {
      return MAPPER.convertValue(keys, type);
    } catch (IllegalArgumentException e) {
      String key = e.getCause() instanceof JsonMappingException cause ? key(cause) : "";
      throw new NotchException(file + ": " + key + firstLine(e.getMessage()), e);
    }
  }

  /** The key that is wrong, as {@code outer.inner: }; empty if it is the whole file. */
  private static String key(JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return key.isEmpty() ? "" : key + ": ";
  }

  private static String firstLine(String message) {
    return message == null ? "not YAML" : message.lines().findFirst().orElse("not YAML");
  }
}
