package dev.notch.cli;

import dev.notch.models.djl.FreshWeights;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.source.ModelSource;
import dev.notch.models.weights.Weights;
import java.util.List;
import java.util.Optional;

/**
 * The network that a command is about.
 *
 * @param source that the user named
 * @param imported the same with its weights, if it came as a file
 */
record ChosenNetwork(ModelSource source, Network network, Optional<ImportedNetwork> imported) {
  private static final String INPUT = "input";
  private static final String OUTPUT = "logits";

  /** Another network in its place, with widths of its own. */
  ChosenNetwork narrowed(Network narrow) {
    return new ChosenNetwork(source, narrow, Optional.empty());
  }

  /** Its own weights; those of one of the ten are drawn and calibrated. */
  Weights weights(long seed) {
    return imported.map(ImportedNetwork::weights).orElseGet(() -> FreshWeights.of(network, seed));
  }

  /** The name of its input in ONNX. */
  String input() {
    return imported.map(network -> network.signature().input().name()).orElse(INPUT);
  }

  /** The names of its outputs in ONNX, in order. */
  List<String> outputs() {
    return imported
        .map(ImportedNetwork::signature)
        .map(signature -> signature.outputs().stream().map(OnnxSignature.Port::name).toList())
        .orElse(List.of(OUTPUT));
  }
}
