package dev.notch.models.onnx;

import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;

/** Which version of ONNX' operators a file is written with. */
final class Opsets {
  private static final int DILATED_MEAN = 19;

  private Opsets() {}

  static int of(Network network, OnnxOptions options) {
    int asked = options.signature().map(OnnxSignature::opset).orElse(0);
    int needed = network.nodes().stream().mapToInt(n -> needed(network, n)).max().orElse(0);
    return Math.max(
        Math.max(OnnxWriter.OPSET, needed),
        Math.max(options.opset(), Math.min(asked, OnnxWriter.NEWEST_OPSET)));
  }

  private static int needed(Network network, Node node) {
    if (dilatedMean(node.layer())) {
      return DILATED_MEAN;
    }
    return ZeroPads.apart(network, node) ? ZeroPads.AXES_SINCE : 0;
  }

  private static boolean dilatedMean(Object layer) {
    return layer instanceof Pool pool
        && pool.kind() == Pool.Kind.AVERAGE
        && pool.window().dilated();
  }

  /** The file format that came with an opset: every runtime that has the opset reads it. */
  static int fileFormat(int opset) {
    if (opset <= 18) {
      return 8;
    }
    if (opset <= 20) {
      return 9;
    }
    if (opset <= 22) {
      return 10;
    }
    return opset == 23 ? 11 : opset == 24 ? 12 : 13;
  }
}
