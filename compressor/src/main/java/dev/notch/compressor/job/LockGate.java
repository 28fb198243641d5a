package dev.notch.compressor.job;

import dev.notch.compressor.training.BatchGate;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.lock.MeasurementLock;

/** Makes training wait, between two batches, while somebody measures. For one training. */
public final class LockGate implements BatchGate {
  private final MeasurementLock lock;
  private final Progress progress;
  private MeasurementLock.Held held;

  public LockGate(MeasurementLock lock, Progress progress) {
    this.lock = lock;
    this.progress = progress;
  }

  @Override
  public void enter() {
    held = lock.training(progress);
  }

  @Override
  public void exit() {
    held.close();
  }
}
