package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** Reads a file of class names: one a line, in the order of a network's outputs. */
final class Labels {

  private Labels() {}

  /**
   * @throws NotchException if the file cannot be read, or names nothing, or something twice
   */
  static List<String> read(Path file) {
    List<String> names;
    try {
      names = Files.readString(file, StandardCharsets.UTF_8).lines().map(String::strip).toList();
    } catch (IOException e) {
      throw new NotchException("cannot read the labels " + file + ": " + e.getMessage(), e);
    }
    while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
      names = names.subList(0, names.size() - 1);
    }
    if (names.size() < 2 || new HashSet<>(names).size() < names.size()) {
      throw new NotchException(
          file
              + " must name at least two classes, one a line and each once, it has "
              + names.size()
              + " lines");
    }
    return names;
  }
}
