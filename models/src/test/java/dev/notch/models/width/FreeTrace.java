package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which channels pass through a layer over tensors of any rank, if every tensor is viewed as its
 * channels and something behind them, as in random networks.
 */
final class FreeTrace {
  private FreeTrace() {}

  static boolean keepsApart(Layer layer) {
    return layer instanceof Binary
        || layer instanceof FreeConcat
        || layer instanceof Reshape
        || (layer instanceof Permute p && p.order().indexOf(0) == 0)
        || (layer instanceof Reduce r && !r.axes().contains(0))
        || (layer instanceof FreeSoftmax f && f.axis() != 0)
        || (layer instanceof FreeSlice f && f.axis() != 0)
        || (layer instanceof LayerNorm n && n.axis() != 0);
  }

  static boolean joins(Layer layer) {
    return layer instanceof FreeConcat concat && concat.axis() == 0;
  }

  /** The inputs of which every channel meets the same values. */
  static List<Integer> spread(Node node) {
    return inputs(node, false);
  }

  static List<Integer> passing(Node node) {
    return inputs(node, true);
  }

  private static List<Integer> inputs(Node node, boolean passing) {
    return IntStream.range(0, node.inputs().size())
        .filter(i -> passes(node.layer(), i) == passing)
        .mapToObj(node.inputs()::get)
        .toList();
  }

  private static boolean passes(Layer layer, int place) {
    if (!(layer instanceof Binary binary)) {
      return true;
    }
    List<Integer> view = binary.views().get(place);
    return view.size() == 3 && view.get(0).equals(binary.dims().get(0));
  }
}
