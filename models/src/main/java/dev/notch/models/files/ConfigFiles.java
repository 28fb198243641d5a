package dev.notch.models.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (text.isBlank()) {
        throw new NotchException(file + " is empty");
      }
      return reader.readValue(text);
    } catch (JsonMappingException e) {
      throw new NotchException(file + ": " + wrong(e), e);
    } catch (JsonProcessingException e) {
      throw new NotchException(file + " is no YAML" + line(e), e);
    } catch (NoSuchFileException e) {
      throw new NotchException("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new NotchException(file + " is no text in UTF-8", e);
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
      String wrong =
          e.getCause() instanceof JsonMappingException cause
              ? wrong(cause)
              : firstLine(e.getMessage());
      throw new NotchException(file + ": " + wrong, e);
    }
  }

  /** What is wrong with which key. */
  private static String wrong(JsonMappingException e) {
    String key = key(e);
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return "there is no key " + key + "; there are " + known;
    }
    if (e.getOriginalMessage().startsWith("Missing creator property")) {
      return "the key " + key + " is missing";
    }
    if (e instanceof InvalidFormatException format) {
      return key + ": '" + format.getValue() + "' does not belong there";
    }
    return e instanceof MismatchedInputException && !key.isEmpty()
        ? key + ": a value of this kind does not belong there"
        : (key.isEmpty() ? "" : key + ": ") + firstLine(e.getOriginalMessage());
  }

  private static String line(JsonProcessingException e) {
    String reason = firstLine(e.getOriginalMessage());
    return e.getLocation() == null
        ? ": " + reason
        : ": line " + e.getLocation().getLineNr() + ", " + reason;
  }

  /** The key that is wrong, as {@code outer.inner}; empty if it is the whole file. */
  private static String key(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  private static String firstLine(String message) {
    return message == null ? "not YAML" : message.lines().findFirst().orElse("not YAML");
  }
}
