package dev.notch.profiler;

import dev.notch.models.graph.Network;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The steps of one network at any widths, without building it narrowed: exactly those that {@link
 * Lowering} finds in the narrowed network, in an order of their own. What is fused and which
 * tensors are reordered can depend on widths. Immutable.
 */
public interface WidthLowering {

  /** Takes the steps one by one. */
  interface Consumer {

    /**
     * @param nodeId the node that does the main work
     * @param fused what its configuration says is fused with it
     */
    void step(int nodeId, Fusion fused);

    /**
     * @param nodeId the node whose output is moved into another layout
     * @param kind of the reorder
     */
    void reorder(int nodeId, OpKind kind);
  }

  /**
   * Hands over the steps of the network narrowed to these widths.
   *
   * @param channels the number of channels that each node puts out
   */
  void steps(IntUnaryOperator channels, Consumer consumer);

  static WidthLowering of(RuntimeId runtime, Network network) {
    return switch (runtime) {
      case PYTORCH -> always(Lowering.of(runtime).lower(network).steps());
      case SYNTHETIC -> FusingWidths.of(network, Processor.WIDEST_BLOCK);
      case ONNXRUNTIME -> FusingWidths.of(network, Processor.block());
    };
  }

  private static WidthLowering always(List<Step> steps) {
    return (channels, consumer) ->
        steps.forEach(step -> consumer.step(step.nodeId(), step.config().fused()));
  }
}
