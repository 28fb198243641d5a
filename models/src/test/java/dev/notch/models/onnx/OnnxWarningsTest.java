package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Initializer;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX Runtime complains about a file on the process' standard error, beyond Java's reach: so a
 * second process loads the files and this one reads what it said.
 */
class OnnxWarningsTest {
  @TempDir Path folder;

  @Test
  void loadsWithoutWarnings() throws IOException, InterruptedException {
    List<String> command = command();
    for (String name : List.of("mobilenetv2", "shufflenet", "shufflenetv2", "seresnet50")) {
      Path file = folder.resolve(name + ".onnx");
      Network network = Zoo.build(name, 10, new Shape(3, 32, 32));
      OnnxWriter.write(network, Initializer.initialize(network, 1), file);
      command.add(file.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said.lines().filter(line -> !aboutTheMachine(line))).containsExactly("loaded 4");
  }

  /** Runtimes also remark on processors and graphics cards that they do not know. */
  private static boolean aboutTheMachine(String line) {
    return line.contains("device_discovery") || line.contains("cpuid");
  }

  private static List<String> command() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ArrayList<>(
        List.of(java, "-cp", System.getProperty("java.class.path"), Loader.class.getName()));
  }

  /** The second process. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] files) throws OrtException {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "loader");
      int loaded = 0;
      for (String file : files) {
        try (SessionOptions options = new SessionOptions()) {
          options.setIntraOpNumThreads(1);
          options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
          try (OrtSession session = environment.createSession(file, options)) {
            loaded += session.getOutputNames().contains("logits") ? 1 : 0;
          }
        }
      }
      System.out.println("loaded " + loaded);
    }
  }
}
