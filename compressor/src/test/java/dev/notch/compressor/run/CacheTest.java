package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  private static final CacheKey KEY =
      CacheKey.of("baseline").with("network", "vgg").with("seed", 1);

  @TempDir Path folder;

  private static void write(Path folder, String text) throws IOException {
    Files.createDirectories(folder.resolve("inner"));
    Files.writeString(folder.resolve("inner/weights"), text, StandardCharsets.UTF_8);
  }

  private static String read(Path entry) throws IOException {
    return Files.readString(entry.resolve("inner/weights"), StandardCharsets.UTF_8);
  }

  @Test
  void findsWhatWasPutUnderTheSameContentOnly() throws IOException {
    Cache cache = new Cache(folder);
    assertThat(cache.find(KEY, Progress.NONE)).isEmpty();

    cache.put(KEY, part -> write(part, "a"));

    CacheKey sameInOtherOrder = CacheKey.of("baseline").with("seed", 1).with("network", "vgg");
    assertThat(read(cache.find(sameInOtherOrder, Progress.NONE).orElseThrow())).isEqualTo("a");
    CacheKey otherSeed = CacheKey.of("baseline").with("network", "vgg").with("seed", 2);
    assertThat(cache.find(otherSeed, Progress.NONE)).isEmpty();
    CacheKey otherKind = new CacheKey("profile", KEY.fields());
    assertThat(cache.find(otherKind, Progress.NONE)).isEmpty();
  }

  @Test
  void discardsDamagedEntriesAndSaysSo() throws IOException {
    Cache cache = new Cache(folder);
    List<String> notes = new ArrayList<>();
    Path entry = cache.put(KEY, part -> write(part, "a"));
    Files.writeString(entry.resolve("inner/weights"), "b", StandardCharsets.UTF_8);

    assertThat(cache.find(KEY, listening(notes))).isEmpty();
    assertThat(notes).singleElement().asString().contains("discarded a cached baseline");
    assertThat(entry).doesNotExist();

    cache.put(KEY, part -> write(part, "c"));
    assertThat(read(cache.find(KEY, Progress.NONE).orElseThrow())).isEqualTo("c");
  }

  @Test
  void noticesMissingAndAddedFilesAndATornManifest() throws IOException {
    Cache cache = new Cache(folder);
    List<CacheKey> keys = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      keys.add(KEY.with("part", i));
      cache.put(keys.get(i), part -> write(part, "a"));
    }
    Files.delete(cache.find(keys.get(0), Progress.NONE).orElseThrow().resolve("inner/weights"));
    Files.writeString(cache.find(keys.get(1), Progress.NONE).orElseThrow().resolve("more"), "");
    Files.writeString(
        cache.find(keys.get(2), Progress.NONE).orElseThrow().resolve("manifest.json"), "{\"for");

    assertThat(keys).allSatisfy(key -> assertThat(cache.find(key, Progress.NONE)).isEmpty());
  }

  @Test
  void leavesNothingBehindWhenWritingFails() {
    Cache cache = new Cache(folder);

    assertThatThrownBy(
            () ->
                cache.put(
                    KEY,
                    part -> {
                      write(part, "half");
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("disk full");
    assertThat(cache.find(KEY, Progress.NONE)).isEmpty();
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void concurrentWritersLeaveOneSoundEntry() throws Exception {
    Cache cache = new Cache(folder);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<Path> put = () -> new Cache(folder).put(KEY, part -> write(part, "same"));
      for (Future<Path> future : pool.invokeAll(Stream.generate(() -> put).limit(40).toList())) {
        assertThat(read(future.get())).isEqualTo("same");
      }
    } finally {
      pool.shutdown();
    }
    assertThat(cache.find(KEY, Progress.NONE)).isPresent();
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void keepsUnfinishedWorkUntilItIsCleared() throws IOException {
    Cache cache = new Cache(folder);
    Files.writeString(cache.workFolder(KEY).resolve("journal"), "1\n", StandardCharsets.UTF_8);
    assertThat(cache.workFolder(KEY).resolve("journal")).exists();
    cache.clearWork(KEY);
    cache.clearWork(KEY);
    assertThat(cache.workFolder(KEY)).isEmptyDirectory();
  }

  @Test
  void livesInTheXdgFolder() {
    Path home = Path.of("/home/me");
    assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", "/c"), home)).hasToString("/c/notch");
    assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", "relative"), home))
        .isEqualTo(Cache.defaultFolder(Map.of(), home))
        .hasToString("/home/me/.cache/notch");
  }

  @Test
  void refusesAFieldTwice() {
    assertThatThrownBy(() -> KEY.with("seed", 3)).hasMessageContaining("seed");
  }

  private static Progress listening(List<String> notes) {
    return new Progress() {
      @Override
      public void stage(String name) {}

      @Override
      public void update(long done, long total, String message) {}

      @Override
      public void note(String message) {
        notes.add(message);
      }

      @Override
      public boolean cancelled() {
        return false;
      }
    };
  }
}
