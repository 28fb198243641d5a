package dev.notch.profiler.store;

import dev.notch.profiler.LayerConfig;

/**
 * What a layer takes, derived from all its measurements.
 *
 * @param ms its quiet time without what measuring added
 * @param origin alone or in context
 * @param network id of the network around it; empty for a layer alone
 * @param runs number of runs behind it
 */
public record LayerSample(LayerConfig config, double ms, Origin origin, String network, int runs) {}
