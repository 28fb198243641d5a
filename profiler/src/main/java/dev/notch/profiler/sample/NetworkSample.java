package dev.notch.profiler.sample;

import dev.notch.models.graph.Network;

/**
 * A network to measure.
 *
 * @param plan how it came about: its widths, separated by spaces, or the number of a random network
 */
public record NetworkSample(Network network, String plan) {}
