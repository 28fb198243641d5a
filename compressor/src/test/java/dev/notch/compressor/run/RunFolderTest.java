package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

  private record Found(double value, List<String> names, Optional<Integer> maybe) {}

  @Test
  void aResumedRunFindsWhatItsStagesFound() {
    Found found = new Found(0.1, List.of("a", "\u0131"), Optional.of(3));
    RunFolder run = RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    run.stage("baseline", Found.class, Progress.NONE, () -> found);

    RunFolder again = RunFolder.resume(run.path(), "k");
    assertThat(again.finished("baseline")).isTrue();
    assertThat(again.finished("search")).isFalse();
    assertThat(again.stage("baseline", Found.class, Progress.NONE, () -> fail("done before")))
        .isEqualTo(found);
  }

  @Test
  void aStageThatFailsIsNotFinished() {
    RunFolder run = RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    assertThatThrownBy(() -> run.stage("search", Found.class, Progress.NONE, this::stop))
        .hasMessage("stop");
    assertThat(RunFolder.resume(run.path(), "k").finished("search")).isFalse();
  }

  @Test
  void oneWorksOnARunAtATime() throws IOException {
    Found found = new Found(0.1, List.of(), Optional.empty());
    RunFolder run = RunFolder.createAt(results.resolve("out"), "vgg16", "k");
    RunFolder other = RunFolder.resume(run.path(), "k");

    run.alone(
        () -> {
          assertThatThrownBy(() -> other.alone(() -> fail("beside the first")))
              .isInstanceOf(NotchException.class)
              .hasMessage("another process works on the run in " + run.path() + "; wait for it");
          return run.stage("search", Found.class, Progress.NONE, () -> found);
        });

    assertThat(other.<Boolean>alone(() -> other.finished("search"))).isTrue();
    try (Stream<Path> left = Files.list(run.path())) {
      assertThat(left)
          .extracting(Path::getFileName)
          .map(Path::toString)
          .containsExactly("state.json");
    }
  }

  private Found stop() {
    throw new IllegalStateException("stop");
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
