package dev.notch.compressor.run;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.lock.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder of one run. What a stage found is written to {@code state.json} as soon as the stage
 * ends, so that a run that was stopped goes on after its last finished stage, with the same
 * numbers.
 */
public final class RunFolder {
  /** The name of the file with a run's result. */
  public static final String RESULT = "run.json";

  private static final String STATE = "state.json";
  private static final String LOCK = ".lock";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private final Path folder;
  private RunState state;

  private RunFolder(Path folder, RunState state) {
    this.folder = folder;
    this.state = state;
  }

  /** A new folder under {@code results}, named after the time and the model. */
  public static RunFolder create(Path results, String model, LocalDateTime now, String runKey) {
    String name = STAMP.format(now) + "-" + model.replaceAll("[^A-Za-z0-9._-]", "_");
    Path folder = results.resolve(name);
    for (int again = 2; !made(folder); again++) {
      folder = results.resolve(name + "-" + again);
    }
    return begin(folder, model, runKey);
  }

  /**
   * A folder that the user named; it must be new or empty.
   *
   * @throws NotchException if something is in it
   */
  public static RunFolder createAt(Path out, String model, String runKey) {
    try {
      Files.createDirectories(out);
      if (!Folders.isEmpty(out)) {
        throw new NotchException(
            out + " is not empty; name another folder, or continue its run with --resume");
      }
    } catch (IOException e) {
      throw new NotchException("cannot write to " + out + ": " + e.getMessage(), e);
    }
    return begin(out, model, runKey);
  }

  /**
   * The run in a folder, to be continued.
   *
   * @param runKey of the options that matter for the result
   * @throws NotchException if there is none, or it was started with other options
   */
  public static RunFolder resume(Path folder, String runKey) {
    if (!Files.isRegularFile(folder.resolve(STATE))) {
      throw new NotchException("there is no run to resume in " + folder);
    }
    RunState state = RunState.read(folder.resolve(STATE));
    if (!state.run().equals(runKey)) {
      throw new NotchException(
          "the run in "
              + folder
              + " was started with other options, images or another network file; repeat them, or"
              + " start anew in another folder");
    }
    return new RunFolder(folder, state);
  }

  /** The newest unfinished run with these options, if there is one. */
  public static Optional<RunFolder> resumeLatest(Path results, String runKey) {
    if (!Files.isDirectory(results)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(results)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(STATE)))
          .filter(folder -> !Files.exists(folder.resolve(RESULT)))
          .filter(folder -> RunState.read(folder.resolve(STATE)).run().equals(runKey))
          .max(Comparator.comparing(folder -> folder.getFileName().toString()))
          .map(folder -> resume(folder, runKey));
    } catch (IOException e) {
      throw new NotchException("cannot read " + results + ": " + e.getMessage(), e);
    }
  }

  private static RunFolder begin(Path folder, String model, String runKey) {
    RunState state = RunState.begin(model, runKey);
    state.write(folder.resolve(STATE));
    return new RunFolder(folder, state);
  }

  private static boolean made(Path folder) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new NotchException("cannot make the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  public Path path() {
    return folder;
  }

  /**
   * Works on the run while nobody else does.
   *
   * @throws NotchException if another process works on it
   */
  public <T> T alone(Supplier<T> work) {
    Path file = folder.resolve(LOCK);
    ProcessLock lock =
        ProcessLock.tryExclusive(file)
            .orElseThrow(
                () ->
                    new NotchException(
                        "another process works on the run in " + folder + "; wait for it"));
    try {
      // What the other one has done since this folder was opened.
      state = RunState.read(folder.resolve(STATE));
      return work.get();
    } finally {
      try {
        remove(file);
      } finally {
        lock.close();
      }
    }
  }

  private static void remove(Path lock) {
    try {
      Files.deleteIfExists(lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The place of a file in this folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * What a stage found: read if the stage has ended before, otherwise found now and kept.
   *
   * @param stage unique within the run
   * @throws dev.notch.models.progress.CancelledException if the user asked to stop before it began
   */
  public <T> T stage(String stage, Class<T> type, Progress progress, Supplier<T> work) {
    RunState.Finished finished = state.stages().get(stage);
    if (finished != null) {
      return Json.value(finished.found(), type);
    }
    progress.check();
    long start = System.nanoTime();
    T found = work.get();
    double seconds = (System.nanoTime() - start) / 1e9;
    state = state.with(stage, new RunState.Finished(Json.tree(found), seconds));
    state.write(folder.resolve(STATE));
    return found;
  }

  /** Whether a stage has ended. */
  public boolean finished(String stage) {
    return state.stages().containsKey(stage);
  }

  /** Writes {@code run.json}; the run is complete then. */
  public void writeResult(CompressionResult result) {
    Json.write(folder.resolve(RESULT), result);
  }
}
