package dev.notch.timing;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.profiler.Fusion;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;

/**
 * The configuration of one step of a network at other widths. Height and width never change.
 *
 * @param node the layer that does the main work
 * @param fused what is executed with it
 */
record StepWidths(Network network, Node node, Fusion fused) {

  /** The nodes of whose outputs the narrowest is the width that the step reads. */
  int[] inputs() {
    if (node.inputs().isEmpty()) {
      return new int[] {node.id()}; // a constant, which has one width
    }
    return LayerConfig.of(network, node).kind() == OpKind.CONCAT
        ? node.inputs().stream().mapToInt(Integer::intValue).toArray()
        : new int[] {node.inputs().get(0)};
  }

  /** The step where its main layer reads {@code in} channels and writes {@code out}. */
  LayerConfig at(int in, int out) {
    LayerConfig config = LayerConfig.at(network, node, in, out);
    return fused.equals(Fusion.NONE) ? config : config.withFused(fused);
  }
}
