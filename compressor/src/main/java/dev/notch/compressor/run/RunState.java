package dev.notch.compressor.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a run is.
 *
 * @param run hash of the options that matter for the result
 * @param stages what each finished stage found
 */
record RunState(int format, String tool, String model, String run, Map<String, Finished> stages) {
  private static final int FORMAT = 1;

  /** What a stage found, as JSON, and how long that took. */
  record Finished(JsonNode found, double seconds) {}

  RunState {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  static RunState begin(String model, String run) {
    return new RunState(FORMAT, ToolVersion.version(), model, run, Map.of());
  }

  static RunState read(Path file) {
    RunState state = Json.read(file, RunState.class);
    if (state.format() != FORMAT) {
      throw new NotchException(
          file + " has format " + state.format() + "; this version reads " + FORMAT);
    }
    return state;
  }

  void write(Path file) {
    Json.write(file, this);
  }

  RunState with(String stage, Finished finished) {
    Map<String, Finished> more = new LinkedHashMap<>(stages);
    more.put(stage, finished);
    return new RunState(format, tool, model, run, more);
  }
}
