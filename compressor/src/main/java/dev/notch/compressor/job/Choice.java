package dev.notch.compressor.job;

import dev.notch.compressor.run.CompressionResult.Correction;
import dev.notch.compressor.run.CompressionResult.SearchSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan that a search ended with, and how its cost was checked.
 *
 * @param widths by channel group
 * @param predictedMs by the timing model as it was fitted
 * @param ratio its cost divided by the baseline's: measured for time, counted for MACs and
 *     parameters
 * @param withinBudget whether that ratio is what was asked for, up to the tolerance
 * @param race the measurement, if there was one
 */
record Choice(
    Map<String, Integer> widths,
    double predictedMs,
    double ratio,
    boolean withinBudget,
    Optional<Race> race,
    List<Correction> corrections,
    SearchSummary search) {}
