package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Map<String, Object> KEY = Map.of("model", "vgg16", "seed", 1);

  @TempDir private Path temp;

  private record Found(double value, List<String> names, Optional<Integer> maybe) {}

  @Test
  void aResumedRunFindsWhatItsStagesFound() {
    Found found = new Found(0.1, List.of("a", "ı"), Optional.of(3));
    AtomicInteger calls = new AtomicInteger();
    RunFolder first = RunFolder.create(temp.resolve("run"), KEY);
    first.stage("one", Found.class, Progress.NONE, () -> found);
    RunFolder second = RunFolder.resume(temp.resolve("run"), KEY);
    assertThat(second.finished("one")).isTrue();
    Found again =
        second.stage(
            "one",
            Found.class,
            Progress.NONE,
            () -> {
              calls.incrementAndGet();
              return new Found(2, List.of(), Optional.empty());
            });
    assertThat(again).isEqualTo(found);
    assertThat(calls).hasValue(0);
    assertThat(second.seconds()).containsOnlyKeys("one");
  }

  @Test
  void aStageThatFailsIsNotFinished() {
    RunFolder run = RunFolder.create(temp.resolve("run"), KEY);
    assertThatThrownBy(
            () ->
                run.stage(
                    "one",
                    String.class,
                    Progress.NONE,
                    () -> {
                      throw new NotchException("no");
                    }))
        .hasMessage("no");
    assertThat(RunFolder.resume(temp.resolve("run"), KEY).finished("one")).isFalse();
  }

  @Test
  void otherOptionsAreNamed() {
    RunFolder.create(temp.resolve("run"), KEY);
    Map<String, Object> other = Map.of("model", "vgg16", "seed", 2);
    assertThatThrownBy(() -> RunFolder.resume(temp.resolve("run"), other))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("seed 1, not 2");
    assertThatThrownBy(() -> RunFolder.create(temp.resolve("run"), KEY))
        .hasMessageContaining("--resume");
    assertThatThrownBy(() -> RunFolder.resume(temp.resolve("none"), KEY))
        .hasMessageContaining("no run to resume");
    assertThat(RunFolder.holds(temp.resolve("run"), KEY)).isTrue();
    assertThat(RunFolder.holds(temp.resolve("run"), other)).isFalse();
  }

  @Test
  void aDamagedStateIsNamed() throws Exception {
    RunFolder run = RunFolder.create(temp.resolve("run"), KEY);
    Files.writeString(run.file("state.json"), "{\"format\": 1, \"key\"");
    assertThatThrownBy(() -> RunFolder.resume(temp.resolve("run"), KEY))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("state.json");
  }

  @Test
  void cacheEntriesAreNamedByTheirWholeKey() {
    Cache cache = Cache.at(Optional.of(temp));
    Path folder = cache.folder("baseline", KEY);
    assertThat(cache.folder("baseline", KEY)).isEqualTo(folder).isDirectory();
    assertThat(folder.resolve("key.json")).content().contains("vgg16");
    assertThat(cache.folder("baseline", Map.of("model", "vgg16", "seed", 2))).isNotEqualTo(folder);
    assertThat(cache.folder("profile", KEY)).isNotEqualTo(folder);
  }
}
