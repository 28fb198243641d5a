package dev.notch.compressor.job;

import dev.notch.models.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes everything on; keeps the notes and how long each stage took, which belong to the result.
 */
final class Recorder implements Progress {
  private final Progress listener;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String current = "";
  private long since;

  Recorder(Progress listener) {
    this.listener = listener;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Seconds by stage, in order; a stage that came again counts together. */
  Map<String, Double> seconds() {
    endStage();
    Map<String, Double> rounded = new LinkedHashMap<>();
    seconds.forEach((name, value) -> rounded.put(name, Math.round(value * 100) / 100.0));
    return rounded;
  }

  @Override
  public void stage(String name) {
    endStage();
    current = name;
    listener.stage(name);
  }

  private void endStage() {
    long now = System.nanoTime();
    if (!current.isEmpty()) {
      seconds.merge(current, (now - since) / 1e9, Double::sum);
    }
    since = now;
  }

  @Override
  public void update(long done, long total, String message) {
    listener.update(done, total, message);
  }

  @Override
  public void note(String message) {
    notes.add(message);
    listener.note(message);
  }

  @Override
  public boolean cancelled() {
    return listener.cancelled();
  }
}
