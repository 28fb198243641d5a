package dev.notch.compressor.sensitivity;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The probes that are done, a line each, so that a stopped measurement loses one probe. A line is a
 * plan's widths, a tab and its accuracy. The first line says what the probes belong to; a journal
 * of something else is replaced, a torn last line dropped.
 */
final class ProbeJournal {
  private final Path file;
  private final Map<String, Double> done = new LinkedHashMap<>();

  ProbeJournal(Path file, String key) {
    this.file = file;
    String header = "notch probes 1 " + key;
    try {
      String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      String kept = whole.startsWith(header + "\n") ? whole : header + "\n";
      kept.lines().skip(1).forEach(this::read);
      if (!kept.equals(text)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, kept, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new NotchException("cannot use the journal " + file + ": " + e.getMessage(), e);
    }
  }

  private void read(String line) {
    int tab = line.indexOf('\t');
    try {
      done.put(line.substring(0, Math.max(0, tab)), Double.valueOf(line.substring(tab + 1)));
    } catch (NumberFormatException e) {
      throw new NotchException(file + " is damaged; delete it to measure again", e);
    }
  }

  OptionalDouble find(int[] widths) {
    Double accuracy = done.get(Arrays.toString(widths));
    return accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy);
  }

  void add(int[] widths, double accuracy) {
    String name = Arrays.toString(widths);
    try {
      Files.writeString(
          file, name + "\t" + accuracy + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new NotchException("cannot write the journal " + file + ": " + e.getMessage(), e);
    }
    done.put(name, accuracy);
  }
}
