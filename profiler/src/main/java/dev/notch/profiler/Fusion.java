package dev.notch.profiler;

import dev.notch.models.graph.Layer.Activation.Function;
import java.util.Optional;

/**
 * What a runtime executes together with a layer, without a pass over memory of its own.
 *
 * @param add whether a tensor is added to the result; its read belongs to the layer's memory
 *     traffic
 */
public record Fusion(Optional<Function> activation, boolean add) {
  public static final Fusion NONE = new Fusion(Optional.empty(), false);
}
