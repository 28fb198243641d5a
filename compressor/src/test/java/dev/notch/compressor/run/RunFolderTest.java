package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final LocalDateTime NOON = LocalDateTime.of(2024, 2, 3, 12, 0, 5);

  @TempDir Path results;

  @Test
  void namesFoldersAfterTimeAndModelAndNeverReusesOne() {
    RunFolder first = RunFolder.create(results, "net/x.onnx", NOON, "k");
    RunFolder second = RunFolder.create(results, "net/x.onnx", NOON, "k");

    assertThat(first.path()).hasFileName("20240203-120005-net_x.onnx");
    assertThat(second.path()).hasFileName("20240203-120005-net_x.onnx-2");
  }

  @Test
  void resumesAtTheFirstStageThatIsNotFinishedFromTheSameInputs() {
    RunFolder run = RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    run.finish("baseline", "b1");
    run.finish("search", "s1");

    RunFolder again = RunFolder.resume(run.path(), "k");
    assertThat(again.finished("baseline", "b1")).isTrue();
    assertThat(again.finished("baseline", "b2")).isFalse();
    assertThat(again.finished("retrain", "r1")).isFalse();
  }

  @Test
  void refusesToResumeWithOtherOptionsOrNothing() {
    RunFolder run = RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    assertThatThrownBy(() -> RunFolder.resume(run.path(), "other"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("other options");
    assertThatThrownBy(() -> RunFolder.resume(results, "k"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("no run to resume");
  }

  @Test
  void refusesAFolderThatIsInUse() {
    RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    assertThatThrownBy(() -> RunFolder.createAt(results.resolve("out"), "vgg16", "k"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("--resume");
  }

  @Test
  void findsTheNewestUnfinishedRunWithTheSameOptions() {
    RunFolder.create(results, "m", NOON, "k");
    RunFolder newer = RunFolder.create(results, "m", NOON.plusHours(1), "k");
    RunFolder.create(results, "m", NOON.plusHours(2), "other");
    RunFolder complete = RunFolder.create(results, "m", NOON.plusHours(3), "k");
    complete.writeResult(CompressionResultTest.example());

    assertThat(RunFolder.resumeLatest(results, "k").orElseThrow().path()).isEqualTo(newer.path());
    assertThat(RunFolder.resumeLatest(results, "none")).isEmpty();
    assertThat(RunFolder.resumeLatest(results.resolve("missing"), "k")).isEmpty();
  }

  @Test
  void saysWhichFileIsDamaged() throws IOException {
    RunFolder run = RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    Files.writeString(run.file("state.json"), "{", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RunFolder.resume(run.path(), "k"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("state.json")
        .hasMessageNotContaining("\n");
  }
}
