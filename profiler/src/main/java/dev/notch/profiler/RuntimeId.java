package dev.notch.profiler;

import dev.notch.models.NotchException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can execute a network on a device. */
public enum RuntimeId {
  ONNXRUNTIME,
  PYTORCH,
  /** A strict fake with known staircases, for tests. */
  SYNTHETIC;

  /** The name in files and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The runtime with this label.
   *
   * @throws NotchException if there is none
   */
  public static RuntimeId parse(String label) {
    return Arrays.stream(values())
        .filter(id -> id.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new NotchException("runtime '" + label + "' is not one of " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(RuntimeId::label).collect(Collectors.joining(", "));
  }
}
