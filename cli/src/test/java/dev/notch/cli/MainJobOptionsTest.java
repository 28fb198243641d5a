package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class MainJobOptionsTest {
  @TempDir private Path folder;

  @Command
  private static final class Job {
    @Mixin private MainJobOptions options;
  }

  /** Where batch normalisation was folded away, norms of filters say little. */
  @Test
  void channelsOfAFileWithClassesGoByTaylorScores() throws IOException {
    String file = Files.createFile(folder.resolve("mine.onnx")).toString();
    String pictures = Files.createDirectory(folder.resolve("pictures")).toString();

    assertThat(importance("--model", file, "--data", pictures)).isEqualTo("taylor");
    assertThat(importance("--model", file, "--data", pictures, "--importance", "bn"))
        .isEqualTo("bn");
    assertThat(importance("--model", file, "--images", pictures)).isEqualTo("l2");
    assertThat(importance("--model", file)).isEqualTo("l2");
    assertThat(importance("--model", "mobilenet", "--data", pictures)).isEqualTo("l2");
  }

  private static String importance(String... arguments) {
    Job job = new Job();
    CommandLine line = new CommandLine(job).setCaseInsensitiveEnumValuesAllowed(true);
    Converters.register(line);
    assertThat(line.parseArgs(withBudget(arguments)).errors()).isEmpty();
    return job.options.request().work().importance();
  }

  private static String[] withBudget(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--budget=50%";
    return all;
  }
}
