package dev.notch.models.source;

import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A network that came as an ONNX file. */
public record OnnxFile(Path file) implements ModelSource {

  /**
   * @throws NotchException if there is no such file
   */
  public OnnxFile {
    if (Files.isDirectory(file)) {
      throw new NotchException(file + " is a folder; name the ONNX file in it");
    }
    if (!Files.isReadable(file)) {
      throw new NotchException(
          "there is no file " + file + " that can be read; name an ONNX file or one of the ten");
    }
  }

  /** The file's name without its ending, in letters, digits, dots, dashes and underscores. */
  @Override
  public String name() {
    return nameOf(file);
  }

  /** What a network that comes from this file is called. */
  public static String nameOf(Path file) {
    String name = file.getFileName().toString();
    int end = name.toLowerCase(Locale.ROOT).endsWith(SUFFIX) ? SUFFIX.length() : 0;
    String stem = name.substring(0, name.length() - end).replaceAll("[^A-Za-z0-9._-]", "_");
    return stem.isEmpty() ? "network" : stem;
  }

  /**
   * The network, named after the file, with its weights.
   *
   * @throws NotchException if the file is damaged, or holds what Notch cannot represent
   */
  public ImportedNetwork read() {
    return read(Optional.empty());
  }

  /**
   * The network of a file that may leave the size of its images open.
   *
   * @param image the size to read it for
   */
  public ImportedNetwork read(Optional<ImageSize> image) {
    ImportedNetwork imported =
        image.map(size -> OnnxReader.read(file, size)).orElseGet(() -> OnnxReader.read(file));
    Network network = imported.network();
    Network named = new Network(name(), network.nodes(), network.outputs());
    return new ImportedNetwork(named, imported.weights(), imported.signature());
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
