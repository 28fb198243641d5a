package dev.notch.compressor.job;

import dev.notch.compressor.guard.Verdict;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.WidthPlan;

/** A plan that was cut, retrained and judged. */
record Attempt(Choice choice, WidthPlan plan, Network network, Weights weights, Verdict verdict) {}
