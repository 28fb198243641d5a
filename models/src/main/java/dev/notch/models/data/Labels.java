package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of class names: one a line, in the order of a network's outputs. */
final class Labels {
  /** Some editors begin UTF-8 with it. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private Labels() {}

  /**
   * @throws NotchException if the file cannot be read, or names fewer than two classes, or one of
   *     them twice, or leaves a line between them empty
   */
  static List<String> read(Path file) {
    List<String> names = text(file).stripTrailing().lines().map(String::strip).toList();
    Map<String, Integer> lines = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        throw new NotchException(
            file + ": line " + (i + 1) + " is empty, but each line is a class");
      }
      Integer before = lines.put(names.get(i), i + 1);
      if (before != null) {
        throw new NotchException(
            "%s: line %d names %s again, which line %d did"
                .formatted(file, i + 1, names.get(i), before));
      }
    }
    if (names.size() < 2) {
      throw new NotchException(
          file + " must name at least two classes, one a line; it names " + names.size());
    }
    return names;
  }

  private static String text(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new NotchException("there is no file " + file + " with labels", e);
    } catch (CharacterCodingException e) {
      throw new NotchException("the labels " + file + " are no text in UTF-8", e);
    } catch (IOException e) {
      throw new NotchException("cannot read the labels " + file + ": " + e.getMessage(), e);
    }
  }
}
