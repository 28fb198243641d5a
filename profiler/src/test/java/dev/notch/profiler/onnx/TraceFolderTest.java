package dev.notch.profiler.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFolderTest {
  /** Above the largest process id of any system. */
  private static final String DEAD = "notch-trace-99999999999-x";

  @TempDir private Path parent;

  @Test
  void whatADeadProcessLeftIsRemovedAndNothingElse() throws IOException {
    Path dead = Files.createDirectory(parent.resolve(DEAD));
    Files.createFile(dead.resolve("optimized.onnx"));
    Path other = Files.createDirectory(parent.resolve("notch-trace-mine-x"));
    Path own = TraceFolder.create(parent);
    Path second = TraceFolder.create(parent);
    assertThat(dead).doesNotExist();
    assertThat(other).exists();
    assertThat(own).exists().isNotEqualTo(second);
    Files.createFile(own.resolve("trace.json"));
    TraceFolder.remove(own);
    TraceFolder.remove(own);
    assertThat(own).doesNotExist();
    assertThat(second).exists();
  }
}
