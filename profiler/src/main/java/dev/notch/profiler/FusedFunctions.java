package dev.notch.profiler;

import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Node;
import java.util.Set;

/**
 * Which functions ONNX Runtime computes as a part of the layer before them, and which of the others
 * work on its blocked channel layout. Read off the optimised graphs of version 1.29 and held to
 * them by a test.
 */
record FusedFunctions(Set<Function> functions) {

  /** Behind a convolution, and behind one with an add in the plain layout. */
  static final FusedFunctions CONVOLUTION =
      of(
          Function.RELU,
          Function.RELU6,
          Function.CLIP,
          Function.SIGMOID,
          Function.TANH,
          Function.LEAKY_RELU,
          Function.HARD_SIGMOID);

  /**
   * In the blocked layout behind a convolution with an add, and behind a batch normalisation by
   * itself, which is a convolution there.
   */
  static final FusedFunctions IN_BLOCKS =
      of(Function.RELU, Function.SIGMOID, Function.TANH, Function.HARD_SIGMOID);

  /** Behind a linear layer. */
  static final FusedFunctions LINEAR =
      of(
          Function.RELU,
          Function.SIGMOID,
          Function.TANH,
          Function.LEAKY_RELU,
          Function.HARD_SIGMOID,
          Function.ELU,
          Function.SOFTPLUS);

  /** By themselves, on blocks as well as on plain tensors. */
  static final FusedFunctions BLOCKWISE =
      of(
          Function.RELU,
          Function.SIGMOID,
          Function.TANH,
          Function.HARD_SIGMOID,
          Function.HARD_SWISH,
          Function.SILU,
          Function.GELU);

  FusedFunctions {
    functions = Set.copyOf(functions);
  }

  private static FusedFunctions of(Function... functions) {
    return new FusedFunctions(Set.of(functions));
  }

  /** Whether the layer is an activation with one of these functions. */
  boolean has(Node node) {
    return node.layer() instanceof Activation a && functions.contains(a.function());
  }

  /** Those behind a convolution with an add. */
  static FusedFunctions behindAdd(boolean blocked) {
    return blocked ? IN_BLOCKS : CONVOLUTION;
  }
}
