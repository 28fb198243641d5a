package dev.notch.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Which Notch this is: written into every file that it makes. */
public final class ToolVersion {
  public static final String NAME = "notch";

  private static final String VERSION = read();

  private ToolVersion() {}

  /** The version of the build, as in the Maven project. */
  public static String version() {
    return VERSION;
  }

  private static String read() {
    try (InputStream in = ToolVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("the program's jar holds no readable version", e);
    }
  }
}
