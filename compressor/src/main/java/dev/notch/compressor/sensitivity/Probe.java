package dev.notch.compressor.sensitivity;

import dev.notch.models.progress.Progress;
import dev.notch.models.width.WidthPlan;

/** Measures the accuracy of a plan that was not retrained. */
@FunctionalInterface
public interface Probe {

  /** Share of validation pictures that the narrowed network has right; a pure function. */
  double accuracy(WidthPlan plan, Progress progress);
}
