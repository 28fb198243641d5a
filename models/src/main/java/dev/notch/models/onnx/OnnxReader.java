package dev.notch.models.onnx;

import dev.notch.models.graph.ImageSize;
import dev.notch.models.onnx.read.ModelReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads convolutional networks that were trained elsewhere from ONNX files: opsets 7 to 26, one
 * input, weights inside or beside the file. What a file spells out in several operators (shuffles,
 * gates, activations, batch normalisation, computed shapes) becomes one layer. What the vocabulary
 * of layers cannot say is refused by name; nothing is left out, except what no output depends on.
 */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * @throws dev.notch.models.NotchException if the file cannot be read, is damaged, or has nodes
   *     that cannot be represented: one line that names all of them and says what to do
   */
  public static ImportedNetwork read(Path file) {
    return ModelReader.read(file, Optional.empty());
  }

  /**
   * Reads a file that leaves the size of its images open.
   *
   * @param image the size to read it for; sizes that the file fixes must agree
   * @throws dev.notch.models.NotchException as above
   */
  public static ImportedNetwork read(Path file, ImageSize image) {
    return ModelReader.read(file, Optional.of(image));
  }
}
