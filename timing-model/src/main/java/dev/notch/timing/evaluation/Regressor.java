package dev.notch.timing.evaluation;

import dev.notch.timing.tree.Row;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A way to learn times, or whatever was measured, from rows. */
public interface Regressor {

  /** Its name in reports. */
  String name();

  /** Learns from rows; the same rows and seed give the same predictions. */
  ToDoubleFunction<Row> fit(List<Row> rows, long seed);
}
