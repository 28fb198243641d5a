package dev.notch.compressor.run;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is worth keeping between runs: one folder an entry, named by everything that its content
 * depends on. An entry holds files that are written whole; it is never changed by a run with
 * another key, so a stale hit cannot happen.
 *
 * @param root the folder of {@code --cache}
 */
public record Cache(Path root) {
  private static final int FORMAT = 1;
  private static final int NAME_BYTES = 10;

  /** The folder the user chose, otherwise {@code notch} in the XDG cache folder. */
  public static Cache at(Optional<Path> chosen) {
    return new Cache(chosen.orElseGet(Cache::usual).toAbsolutePath().normalize());
  }

  private static Path usual() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg == null || xdg.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "notch")
        : Path.of(xdg, "notch");
  }

  /**
   * The folder of an entry, made if it is not there. {@code key.json} in it says for people what
   * the entry is.
   *
   * @param kind what sort of entry: {@code baseline}, {@code profile} …
   * @param key everything that the content depends on
   * @throws NotchException if the folder cannot be made
   */
  public Path folder(String kind, Map<String, ?> key) {
    Map<String, Object> whole = new TreeMap<>(key);
    whole.put("cache_format", FORMAT);
    String text = Json.text(whole);
    Path folder = root.resolve(kind).resolve(hash(text));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new NotchException("cannot make " + folder + "; choose another --cache", e);
    }
    Path keyFile = folder.resolve("key.json");
    if (!Files.exists(keyFile)) {
      Json.write(keyFile, whole);
    }
    return folder;
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
