package dev.notch.models.onnx.read;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names for layers: those of the file, made safe for all kinds of files, and unique. */
final class Names {
  private static final int LONGEST = 200;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** A name that nobody has, as similar as possible. */
  String unique(String wanted) {
    String safe = safe(wanted);
    String name = safe;
    while (!taken.add(name)) {
      name = safe + "_" + numbers.merge(safe, 2, (number, start) -> number + 1);
    }
    return name;
  }

  private static String safe(String name) {
    String bounded = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    String safe =
        bounded
            .replaceAll("^[/:.]+", "")
            .replaceAll("[/:]+", ".")
            .replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.isEmpty() ? "node" : safe;
  }
}
