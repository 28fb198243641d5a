package dev.notch.profiler;

import dev.notch.models.graph.Network;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The steps of one network while its widths change, without building it narrowed: exactly those
 * that {@link Lowering} finds in the narrowed network, in an order of their own. What is fused and
 * which tensors are reordered can depend on widths. It begins at the widths of the network itself
 * and is not safe for use by several threads.
 */
public interface WidthLowering {

  /** Takes the steps one by one. */
  interface Consumer {

    /**
     * @param nodeId the node that does the main work
     * @param fused what its configuration says is fused with it; whether an add is among it, and
     *     whether an activation is, is all that widths can change about it
     */
    void step(int nodeId, Fusion fused);

    /**
     * @param nodeId the node whose output is moved into another layout
     * @param kind of the reorder
     */
    void reorder(int nodeId, OpKind kind);
  }

  /**
   * Follows the network to other widths. Looks only at what the change can reach.
   *
   * @param channels the number of channels that each node puts out now
   * @param nodes those that put out another number than before
   * @return whether the steps may be others than before
   */
  boolean change(IntUnaryOperator channels, int[] nodes);

  /** Hands over the steps of the network at its present widths. */
  void steps(Consumer consumer);

  static WidthLowering of(RuntimeId runtime, Network network) {
    return switch (runtime) {
      case PYTORCH -> always(Lowering.of(runtime).lower(network).steps());
      case SYNTHETIC -> FusingWidths.of(network, Processor.WIDEST_BLOCK);
      case ONNXRUNTIME -> FusingWidths.of(network, Processor.block());
    };
  }

  private static WidthLowering always(List<Step> steps) {
    return new WidthLowering() {
      @Override
      public boolean change(IntUnaryOperator channels, int[] nodes) {
        return false;
      }

      @Override
      public void steps(Consumer consumer) {
        steps.forEach(step -> consumer.step(step.nodeId(), step.config().fused()));
      }
    };
  }
}
