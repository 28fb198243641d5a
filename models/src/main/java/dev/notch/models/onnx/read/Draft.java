package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A layer on its way into the network.
 *
 * @param weights by part: weight, bias and so on, in the order of the layer's parts
 */
record Draft(
    String name, Layer layer, List<Integer> inputs, Shape shape, Map<String, Tensor> weights) {

  Draft with(Layer other, Map<String, Tensor> otherWeights) {
    return new Draft(name, other, inputs, shape, otherWeights);
  }

  Draft withInputs(List<Integer> others) {
    return new Draft(name, layer, others, shape, weights);
  }
}
