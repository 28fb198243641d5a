package dev.notch.timing.holdout;

import dev.notch.profiler.LayerConfig;

/** A layer of test networks, in its place, that occurs nowhere in the profile. */
public record TestLayer(LayerConfig config, Repeated time) {}
