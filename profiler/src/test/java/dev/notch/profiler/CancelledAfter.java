package dev.notch.profiler;

import dev.notch.models.progress.Progress;

/** A user who stops a profile after some visits. */
public final class CancelledAfter implements Progress {
  private final int visits;
  private int seen;

  public CancelledAfter(int visits) {
    this.visits = visits;
  }

  @Override
  public void stage(String name) {}

  @Override
  public void update(long done, long total, String message) {
    seen++;
  }

  @Override
  public void note(String message) {}

  @Override
  public boolean cancelled() {
    return seen >= visits;
  }
}
