package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Texts that were looked at once and are to stay as they are. */
public final class Golden {

  private Golden() {}

  /** Compares with a resource; what it was instead is kept below {@code target/golden}. */
  public static void assertThatIs(String actual, String name) throws IOException {
    Path kept = Path.of("target", "golden", name);
    AtomicFile.writeText(kept, actual);
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      assertThat(in).as("no resource " + name + "; if " + kept + " is right, copy it").isNotNull();
      assertThat(actual)
          .as("%s differs; if %s is right, copy it", name, kept)
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
