package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;

/** A runtime on this device. */
public interface Backend {

  RuntimeId runtime();

  /** The version of the runtime's library. */
  String version();

  /** How this runtime breaks networks into steps. */
  default Lowering lowering() {
    return Lowering.of(runtime());
  }

  /**
   * Loads a network, ready to run at batch size 1 on a fixed input.
   *
   * @throws IllegalArgumentException if the weights are not those of the network or {@code threads}
   *     is not positive
   */
  Session open(Network network, Weights weights, int threads);
}
