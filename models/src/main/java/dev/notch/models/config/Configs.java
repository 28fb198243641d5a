package dev.notch.models.config;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings that a person edits. They are read from {@code configs/} in the installation ({@code
 * -Dnotch.home}, which the launcher sets), and without that from the copy inside the program, so
 * that tests and embedding programs have the same defaults.
 */
public final class Configs {
  /** The system property that names the installation's folder. */
  public static final String HOME = "notch.home";

  private Configs() {}

  /**
   * Settings and where they came from.
   *
   * @param origin for messages: a path, or {@code configs/NAME (built in)}
   */
  public record Config(String origin, String text) {}

  /**
   * The settings file of this name, for example {@code profile.yaml}.
   *
   * @throws NotchException if there is none or it cannot be read
   */
  public static Config read(String name) {
    return installed(name).map(Configs::fromFile).orElseGet(() -> builtIn(name));
  }

  /**
   * The settings in a file that the user named.
   *
   * @throws NotchException if it cannot be read
   */
  public static Config fromFile(Path file) {
    try {
      return new Config(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Path> installed(String name) {
    return Optional.ofNullable(System.getProperty(HOME))
        .map(home -> Path.of(home, "configs", name))
        .filter(Files::exists);
  }

  private static Config builtIn(String name) {
    try (InputStream in = Configs.class.getResourceAsStream("/configs/" + name)) {
      if (in == null) {
        throw new NotchException("there are no settings configs/" + name + "; install Notch again");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Config("configs/" + name + " (built in)", text);
    } catch (IOException e) {
      throw new NotchException("cannot read the built-in settings " + name, e);
    }
  }
}
