package dev.notch.models.export;

import dev.notch.models.NotchException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What kind of file. */
public enum Format {
  /** The network with its weights, for any runtime. */
  ONNX(".onnx"),
  /** The weights alone, by the names of layers. */
  SAFETENSORS(".safetensors"),
  /** The network with its weights, for PyTorch. */
  TORCHSCRIPT(".pt");

  private final String suffix;

  Format(String suffix) {
    this.suffix = suffix;
  }

  /**
   * The format that a file's name says.
   *
   * @throws NotchException if it says none
   */
  public static Format of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith(format.suffix))
        .findFirst()
        .orElseThrow(
            () ->
                new NotchException(
                    "what to write as "
                        + file
                        + "? Name a file that ends in "
                        + Arrays.stream(values())
                            .map(format -> format.suffix)
                            .collect(Collectors.joining(" or "))
                        + ", or say --format"));
  }
}
