package dev.notch.compressor.run;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Results that other runs can use again, by content: an entry is a folder of files under the hash
 * of its {@link CacheKey}, written whole or not at all. Any number of processes may read and write.
 * Entries whose files are not as they were written are thrown away and said so.
 */
public final class Cache {
  private final Path root;

  public Cache(Path root) {
    this.root = root;
  }

  /** In the folder the user chose, otherwise in the usual one of this user. */
  public static Cache at(Optional<Path> chosen) {
    Path usual = defaultFolder(System.getenv(), Path.of(System.getProperty("user.home")));
    return new Cache(chosen.orElse(usual).toAbsolutePath().normalize());
  }

  /** {@code $XDG_CACHE_HOME/notch}, or {@code .cache/notch} in the home folder. */
  public static Path defaultFolder(Map<String, String> environment, Path home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The specification says that relative paths are to be ignored.
    boolean usable = !xdg.isBlank() && Path.of(xdg).isAbsolute();
    return (usable ? Path.of(xdg) : home.resolve(".cache")).resolve("notch");
  }

  /** Writes the files of an entry into a folder. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path folder) throws IOException;
  }

  public Path root() {
    return root;
  }

  /** The folder with the entry's files, if there is one and it is sound. */
  public Optional<Path> find(CacheKey key, Progress progress) {
    Path entry = entry(key);
    if (!Files.isDirectory(entry)) {
      return Optional.empty();
    }
    Optional<String> damage = Manifest.damage(entry, key);
    damage.ifPresent(
        what -> {
          progress.note("discarded a cached " + key.kind() + " (" + what + "): " + entry);
          discard(entry);
        });
    return damage.isPresent() ? Optional.empty() : Optional.of(entry);
  }

  /**
   * Stores an entry and returns its folder. If another process stored it meanwhile, that one stays.
   *
   * @throws NotchException if it cannot be written
   */
  public Path put(CacheKey key, Content content) {
    Path entry = entry(key);
    Path part = root.resolve("tmp").resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(part);
      content.writeTo(part);
      Manifest.write(part, key);
      Files.createDirectories(entry.getParent());
      move(part, entry, key);
      return entry;
    } catch (IOException e) {
      throw new NotchException("cannot write to the cache " + root + ": " + e.getMessage(), e);
    } finally {
      Folders.deleteIfExists(part);
    }
  }

  private void move(Path part, Path entry, CacheKey key) throws IOException {
    if (Files.isDirectory(entry) && Manifest.damage(entry, key).isPresent()) {
      discard(entry);
    }
    try {
      Files.move(part, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was faster: its entry has the same content.
      if (!Files.isDirectory(entry)) {
        throw e;
      }
    }
  }

  /**
   * A folder for unfinished work on an entry, such as checkpoints and journals, which a later run
   * continues. It is made if it is missing.
   */
  public Path workFolder(CacheKey key) {
    Path folder = root.resolve("work").resolve(key.kind() + "-" + key.hash());
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new NotchException("cannot write to the cache " + root + ": " + e.getMessage(), e);
    }
  }

  /** Removes the unfinished work on an entry. */
  public void clearWork(CacheKey key) {
    Folders.deleteIfExists(root.resolve("work").resolve(key.kind() + "-" + key.hash()));
  }

  private Path entry(CacheKey key) {
    return root.resolve(key.kind()).resolve(key.hash());
  }

  /** Out of sight first, in one step, so that nobody reads an entry that is half deleted. */
  private void discard(Path entry) {
    Path away = root.resolve("tmp").resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(away.getParent());
      Files.move(entry, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new NotchException("cannot remove " + entry + "; please delete it", e);
    }
    Folders.deleteIfExists(away);
  }
}
