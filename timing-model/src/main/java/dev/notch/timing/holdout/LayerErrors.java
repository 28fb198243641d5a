package dev.notch.timing.holdout;

import dev.notch.timing.evaluation.ErrorStats;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Layers of one group, predicted and measured.
 *
 * @param errors of the model; empty if it could price none
 * @param noiseFloor what the two halves of the visits differ by, in percent
 * @param unpriced layers of a kind that was not profiled: they are in no figure
 * @param baselines what others learn from the same rows, asked about the same layers
 */
public record LayerErrors(
    LayerGroup group,
    Optional<ErrorStats> errors,
    OptionalDouble noiseFloor,
    int unpriced,
    BaselineErrors baselines) {

  /**
   * @param rows that they learned from, all kinds of the group together
   * @param of rows that there are; where they are more, the others learned from a part drawn by the
   *     seed
   * @param byName errors of each
   * @param tree errors of timing trees that learned from the very same rows and from no network;
   *     empty where there are no baselines
   */
  public record BaselineErrors(
      int rows, int of, Map<String, ErrorStats> byName, Optional<ErrorStats> tree) {
    static final BaselineErrors NONE = new BaselineErrors(0, 0, Map.of(), Optional.empty());
  }
}
