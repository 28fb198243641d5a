package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The oracle for every network at hand: each ONNX file of the folder {@code -Dnotch.corpus=DIR}
 * (below it, too) is read, held against ONNX Runtime, written, and narrowed by {@code
 * -Dnotch.corpus.plans} random legal plans (3), which must equal masking. {@code
 * -Dnotch.corpus.only=PREFIX} leaves other files out, and {@code -Dnotch.corpus.size=SIZE} says for
 * which images to read files that leave that open. What was found stands in {@code
 * target/corpus.md}. A file that is refused in one line passes.
 */
@Tag("slow")
class CorpusTest {
  private static final Path TABLE = Path.of("target", "corpus.md");

  @TempDir private Path scratch;

  @TestFactory
  Stream<DynamicTest> cuttingEqualsMaskingInEveryFile() throws IOException {
    String folder = System.getProperty("notch.corpus", "");
    assumeTrue(!folder.isEmpty(), "no folder of ONNX files: -Dnotch.corpus=DIR");
    int plans = Integer.getInteger("notch.corpus.plans", 3);
    List<Path> files = files(Path.of(folder));
    assertThat(files).as("ONNX files in %s", folder).isNotEmpty();
    append(CorpusRow.HEAD, StandardOpenOption.TRUNCATE_EXISTING);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName() + "", () -> check(file, plans)));
  }

  private void check(Path file, int plans) {
    CorpusRow row = new CorpusFile(file, scratch).check(plans);
    append(row.markdown(), StandardOpenOption.APPEND);
    assertThat(row.problems()).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    String prefix = System.getProperty("notch.corpus.only", "");
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".onnx"))
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static void append(String text, StandardOpenOption how) {
    try {
      Files.writeString(TABLE, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
