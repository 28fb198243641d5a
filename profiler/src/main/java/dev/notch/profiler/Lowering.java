package dev.notch.profiler;

import dev.notch.models.graph.Network;

/** How a runtime breaks a network into the steps that it executes. */
public interface Lowering {

  LoweredNetwork lower(Network network);

  /** The rules of a runtime; the synthetic device follows those of ONNX Runtime. */
  static Lowering of(RuntimeId runtime) {
    return switch (runtime) {
      case PYTORCH -> new EagerLowering();
      case SYNTHETIC -> network -> FusingLowering.lower(network, Processor.WIDEST_BLOCK);
      case ONNXRUNTIME -> network -> FusingLowering.lower(network, Processor.block());
    };
  }
}
