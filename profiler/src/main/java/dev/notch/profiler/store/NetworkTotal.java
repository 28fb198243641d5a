package dev.notch.profiler.store;

import dev.notch.profiler.Timing;

/** What a whole network takes, nothing traced; {@code timing.quietMs()} is its time. */
public record NetworkTotal(MeasuredNetwork network, Timing timing) {}
