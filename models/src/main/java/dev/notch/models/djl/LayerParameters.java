package dev.notch.models.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Map;

/**
 * The arrays of one layer. Those that a layer does not have are null, since PyTorch's functions
 * take null for "without bias"; nothing outside this package sees them.
 *
 * @param weight of a constant its value
 */
record LayerParameters(PtNDArray weight, PtNDArray bias, PtNDArray mean, PtNDArray variance) {

  static LayerParameters of(String layer, Map<String, PtNDArray> arrays) {
    return new LayerParameters(
        arrays.getOrDefault(layer + ".weight", arrays.get(layer + ".value")),
        arrays.get(layer + ".bias"),
        arrays.get(layer + ".running_mean"),
        arrays.get(layer + ".running_var"));
  }
}
