package dev.notch.compressor.run;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a cache entry with their hashes, and what the entry depends on. Written last into an
 * entry.
 */
record Manifest(int format, CacheKey key, Map<String, String> files) {
  private static final int FORMAT = 1;
  private static final String NAME = "manifest.json";

  static void write(Path folder, CacheKey key) throws IOException {
    Json.write(folder.resolve(NAME), new Manifest(FORMAT, key, hashes(folder)));
  }

  /** What is wrong with an entry; empty if it is as it was written. */
  static Optional<String> damage(Path folder, CacheKey key) {
    try {
      Manifest manifest = Json.read(folder.resolve(NAME), Manifest.class);
      if (manifest.format() != FORMAT || !manifest.key().equals(key)) {
        return Optional.of("it belongs to another version");
      }
      return manifest.files().equals(hashes(folder))
          ? Optional.empty()
          : Optional.of("its files changed");
    } catch (NotchException | IOException e) {
      return Optional.of("it cannot be read");
    }
  }

  private static SortedMap<String, String> hashes(Path folder) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.equals(NAME)) {
          hashes.put(name, Sha256.of(file));
        }
      }
    }
    return hashes;
  }
}
