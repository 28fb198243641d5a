package dev.notch.compressor.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The folder of one run. What a stage found is written to {@code state.json} as soon as the stage
 * ends, so that a run that was killed goes on after its last finished stage, with the same numbers.
 */
public final class RunFolder {
  private static final int FORMAT = 1;
  private static final String STATE = "state.json";

  private final Path folder;
  private final JsonNode key;
  private final Map<String, Done> stages;

  /** A finished stage: what it found and how long it took. */
  private record Done(JsonNode value, double seconds) {}

  private record State(int format, JsonNode key, Map<String, Done> stages) {}

  private RunFolder(Path folder, JsonNode key, Map<String, Done> stages) {
    this.folder = folder;
    this.key = key;
    this.stages = new LinkedHashMap<>(stages);
  }

  /**
   * A run that starts anew.
   *
   * @param key everything that the run depends on; it must be the same for {@link #resume}
   * @throws NotchException if there is a run in the folder already, or it cannot be made
   */
  public static RunFolder create(Path folder, Map<String, ?> key) {
    if (Files.exists(folder.resolve(STATE))) {
      throw new NotchException(
          folder + " holds a run already; add --resume to go on with it, or choose another --out");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new NotchException("cannot make " + folder + "; choose another --out", e);
    }
    RunFolder run = new RunFolder(folder, Json.tree(new TreeMap<>(key)), Map.of());
    run.save();
    return run;
  }

  /**
   * A run that goes on.
   *
   * @throws NotchException if there is none in the folder, or it was started with other options
   */
  public static RunFolder resume(Path folder, Map<String, ?> key) {
    if (!Files.exists(folder.resolve(STATE))) {
      throw new NotchException(folder + " holds no run to resume; leave --resume out");
    }
    State state = Json.read(folder.resolve(STATE), State.class);
    if (state.format() != FORMAT) {
      throw new NotchException(folder + " was written by another version; start a new run");
    }
    verifyKey(folder, state.key(), Json.tree(new TreeMap<>(key)));
    return new RunFolder(folder, state.key(), state.stages());
  }

  /** Whether a folder holds a run that was started with this key. */
  public static boolean holds(Path folder, Map<String, ?> key) {
    Path file = folder.resolve(STATE);
    return Files.exists(file)
        && Json.read(file, State.class).key().equals(Json.tree(new TreeMap<>(key)));
  }

  private static void verifyKey(Path folder, JsonNode then, JsonNode now) {
    Iterator<String> names = now.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!now.get(name).equals(then.get(name))) {
        throw new NotchException(
            folder
                + " was started with "
                + name
                + " "
                + then.path(name)
                + ", not "
                + now.get(name)
                + "; resume it with the same options");
      }
    }
  }

  public Path folder() {
    return folder;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  public boolean finished(String stage) {
    return stages.containsKey(stage);
  }

  /**
   * What a stage found: read if it has ended before, otherwise found now and kept.
   *
   * @param stage unique within the run
   */
  public <T> T stage(String stage, Class<T> type, Progress progress, Supplier<T> work) {
    Done done = stages.get(stage);
    if (done != null) {
      return Json.value(done.value(), type);
    }
    progress.check();
    long start = System.nanoTime();
    T value = work.get();
    stages.put(stage, new Done(Json.tree(value), (System.nanoTime() - start) / 1e9));
    save();
    return value;
  }

  /** Seconds that each stage took, in order. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    stages.forEach((name, done) -> seconds.put(name, Math.round(done.seconds() * 100) / 100.0));
    return seconds;
  }

  private void save() {
    Json.write(folder.resolve(STATE), new State(FORMAT, key, stages));
  }
}
