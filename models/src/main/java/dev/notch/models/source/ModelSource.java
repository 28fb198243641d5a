package dev.notch.models.source;

import dev.notch.models.NotchException;
import dev.notch.models.zoo.Zoo;
import dev.notch.models.zoo.ZooEntry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code --model} names: one of the ten networks, or an ONNX file. */
public sealed interface ModelSource permits ModelSource.Named, OnnxFile {
  /** How files of networks end. */
  String SUFFIX = ".onnx";

  /** What to call the network in tables, stores and folders. */
  String name();

  /** One of the ten networks. */
  record Named(ZooEntry entry) implements ModelSource {
    @Override
    public String name() {
      return entry.name();
    }

    @Override
    public String toString() {
      return entry.name();
    }
  }

  /**
   * The network that a user names. A name of one of the ten wins; whatever else looks like a path
   * is a file.
   *
   * @throws NotchException if there is neither a network nor a file of that name
   */
  static ModelSource parse(String text) {
    if (Zoo.names().contains(text)) {
      return new Named(Zoo.entry(text));
    }
    Path path = path(text);
    boolean meansFile =
        text.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
            || text.indexOf('/') >= 0
            || text.indexOf(File.separatorChar) >= 0
            || Files.exists(path);
    if (meansFile) {
      return new OnnxFile(path);
    }
    try {
      return new Named(Zoo.entry(text));
    } catch (NotchException e) {
      throw new NotchException(e.getMessage() + "; or name an ONNX file", e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new NotchException("'" + text + "' is no path: " + e.getReason(), e);
    }
  }
}
