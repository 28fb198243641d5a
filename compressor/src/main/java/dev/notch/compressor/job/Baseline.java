package dev.notch.compressor.job;

import dev.notch.compressor.guard.Correctness;
import dev.notch.models.weights.Weights;

/**
 * The trained network that everything is compared with.
 *
 * @param weights of the full network
 * @param validation which validation pictures it has right
 * @param key hash of everything that the weights depend on
 * @param origin where the weights come from, for people
 */
record Baseline(Weights weights, Correctness validation, String key, String origin) {}
