package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading an engine and running a network contacts nobody, even if the user set no switch. */
class NoNetworkTest {
  @TempDir private Path folder;

  @Test
  void runningANetworkContactsNobody() throws Exception {
    Path out = folder.resolve("mobilenet.onnx");

    List<String> attempts = record("export", "--model", "mobilenet", "--out", out.toString());

    assertThat(out).isNotEmptyFile();
    assertThat(attempts).isEmpty();
  }

  @Test
  void theRecorderWouldNotice() throws Exception {
    assertThat(record("connect")).singleElement().asString().matches("socket://.*:9");
  }

  private List<String> record(String... line) throws IOException, InterruptedException {
    Path attempts = folder.resolve("attempts");
    Path printed = folder.resolve("printed");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ConnectionRecorder.class.getName(), attempts.toString()));
    command.addAll(List.of(line));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().remove("OPT_OUT_TRACKING");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as(Files.readString(printed, StandardCharsets.UTF_8))
        .isEqualTo(Exit.DONE);
    return Files.readAllLines(attempts, StandardCharsets.UTF_8);
  }
}
