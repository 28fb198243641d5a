package dev.notch.models.onnx;

import dev.notch.models.graph.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * What an ONNX file shows of a network from outside.
 *
 * @param outputs names, in order
 * @param dims of each output for one image
 */
record Ends(String input, List<String> outputs, List<List<Integer>> dims) {
  static final String INPUT = "input";
  static final String OUTPUT = "logits";

  /** A vector for each output; the first one is called {@value #OUTPUT}, the others by number. */
  static Ends of(Network network) {
    List<String> names = new ArrayList<>();
    List<List<Integer>> dims = new ArrayList<>();
    for (int id : network.outputs()) {
      names.add(names.isEmpty() ? OUTPUT : "output" + (names.size() + 1));
      dims.add(List.of(Math.toIntExact(network.shape(id).size())));
    }
    return new Ends(INPUT, List.copyOf(names), List.copyOf(dims));
  }
}
