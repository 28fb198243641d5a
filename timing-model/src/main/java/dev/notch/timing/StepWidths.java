package dev.notch.timing;

import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.profiler.Fusion;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;

/** The configuration of one step of a network at other widths. Height and width never change. */
final class StepWidths {
  private final LayerConfig full;
  private final Node node;
  private final Shape input;

  StepWidths(Network network, int nodeId, Fusion fused) {
    node = network.node(nodeId);
    full = LayerConfig.of(network, node).withFused(fused);
    input = network.shape(node.inputs().get(0));
  }

  /** The nodes of whose outputs the narrowest is the width that the step reads. */
  int[] inputs() {
    return full.kind() == OpKind.CONCAT
        ? node.inputs().stream().mapToInt(Integer::intValue).toArray()
        : new int[] {node.inputs().get(0)};
  }

  /** The step where its main layer reads {@code in} channels and writes {@code out}. */
  LayerConfig at(int in, int out) {
    if (node.layer() instanceof Convolution c) {
      return convolution(c, in, out).withFused(full.fused());
    }
    return new LayerConfig(
        full.kind(),
        in,
        out,
        full.height(),
        full.width(),
        full.window(),
        full.groups(),
        full.fused());
  }

  /** A narrow enough convolution changes its kind. */
  private LayerConfig convolution(Convolution c, int in, int out) {
    boolean ownFilters = c.groups() > 1 && c.groups() == c.in();
    int groups = ownFilters ? in : c.groups();
    return LayerConfig.of(new Convolution(in, out, c.window(), groups, c.bias()), input);
  }
}
