/**
 * How much each channel of a trained network matters, so that a width plan cuts those that matter
 * least.
 */
package dev.notch.compressor.importance;
