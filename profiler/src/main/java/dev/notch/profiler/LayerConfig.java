package dev.notch.profiler;

import dev.notch.models.graph.Window;

/**
 * What the clock sees of one layer: the value that is measured and predicted.
 *
 * @param in channels read; of a concatenation, those of its narrowest input
 * @param out channels written
 * @param height rows of the input
 * @param width columns of the input
 * @param window kernel, stride and padding; 1x1 for layers without one
 * @param groups groups of a convolution or shuffle, parts of a split, inputs of an add or a
 *     concatenation; otherwise 1
 * @param fused what the runtime executes together with this layer
 */
public record LayerConfig(
    OpKind kind, int in, int out, int height, int width, Window window, int groups, Fusion fused) {}
