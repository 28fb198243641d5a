/**
 * Measured accuracy against width: which groups to probe under a budget of forward passes, the
 * probes themselves, and the estimate that follows for any plan.
 */
package dev.notch.compressor.sensitivity;
