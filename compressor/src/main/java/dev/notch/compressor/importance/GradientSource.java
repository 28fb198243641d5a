package dev.notch.compressor.importance;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.Map;
import java.util.function.Consumer;

/** Where the gradients of a network's loss come from. */
@FunctionalInterface
public interface GradientSource {

  /**
   * Hands over, batch by batch, the gradient of the mean loss by every trained tensor's name.
   *
   * @throws dev.notch.models.progress.CancelledException if the user asked to stop
   */
  void forEachBatch(Network network, Weights weights, Consumer<Map<String, Tensor>> gradients);
}
