package dev.notch.models.torchscript;

import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.weights.BatchNormFolding;
import dev.notch.models.weights.BatchNormFolding.Folded;
import dev.notch.models.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes networks as TorchScript, in single precision. {@code forward} takes a batch, N x C x H x W
 * or as the signature has it, and puts out one tensor or a tuple of several, with the dimensions of
 * the signature's outputs. Batch normalisation is folded as in ONNX; there is no dropout. Weights
 * are attributes named after their layers, with underscores for dots.
 */
public final class TorchScriptWriter {
  private final Network network;
  private final Weights weights;
  private final Script script = new Script();
  private final String[] values;
  private final List<String> refused = new ArrayList<>();
  private final LayerScript layers;

  private TorchScriptWriter(Network network, Weights weights) {
    this.network = network;
    this.weights = weights;
    this.values = new String[network.nodes().size()];
    this.layers = new LayerScript(network, weights, script);
  }

  /**
   * @param signature of the file that the network came from
   * @param metadata provenance, kept as {@code extra/notch}
   * @throws IllegalArgumentException if the weights are not those of the network
   * @throws NotchException if a layer cannot be written, or the file cannot
   */
  public static void write(
      Network network,
      Weights weights,
      Optional<OnnxSignature> signature,
      Map<String, String> metadata,
      Path file) {
    weights.verifyFor(network);
    TorchScriptWriter writer = new TorchScriptWriter(network, weights);
    String code = writer.code(signature);
    Map<String, String> all = new TreeMap<>(metadata);
    all.put("notch.version", ToolVersion.version());
    all.put("notch.network", network.name());
    AtomicFile.write(file, out -> Archive.write(out, code, writer.script.tensors(), all));
  }

  private String code(Optional<OnnxSignature> signature) {
    values[0] = input(signature);
    network.nodes().stream().skip(1).filter(node -> values[node.id()] == null).forEach(this::write);
    if (!refused.isEmpty()) {
      throw new NotchException(
          network.name()
              + " cannot be written as TorchScript: "
              + String.join("; ", refused)
              + ": write ONNX instead");
    }
    List<String> results = new ArrayList<>();
    for (int i = 0; i < network.outputs().size(); i++) {
      int index = i;
      List<Integer> dims =
          signature.map(s -> s.outputs().get(index).dims()).orElse(network.outputDims().get(i));
      results.add(shaped(values[network.outputs().get(i)], dims));
    }
    script.giveBack(results);
    return script.text(results.size());
  }

  private String input(Optional<OnnxSignature> signature) {
    if (signature.isEmpty()) {
      return Script.INPUT;
    }
    if (signature.get().channelsLast()) {
      return script.assign(
          "channels_first", Script.call("permute", Script.INPUT, List.of(0, 3, 1, 2)));
    }
    Shape s = network.inputShape();
    List<Integer> map = List.of(s.channels(), s.height(), s.width());
    return signature.get().input().dims().equals(map)
        ? Script.INPUT
        : script.assign("map", shaped(Script.INPUT, map));
  }

  private static String shaped(String value, List<Integer> dims) {
    return Script.call("reshape", value, Stream.concat(Stream.of(-1), dims.stream()).toList());
  }

  private void write(Node node) {
    Layer layer = node.layer();
    try {
      if (layer instanceof Dropout || layer instanceof Split) {
        values[node.id()] = values[node.input()];
      } else if (layer instanceof Convolution || layer instanceof Linear) {
        affine(node);
      } else {
        values[node.id()] = script.assign(node.name(), layers.expression(node, inputs(node)));
      }
    } catch (UnwritableLayerException e) {
      refused.add(node.name() + " (" + e.getMessage() + ")");
      values[node.id()] = node.name();
    }
  }

  /** With the batch normalisation behind it, if that can be folded. */
  private void affine(Node node) {
    Optional<Node> norm = BatchNormFolding.foldableInto(network, node);
    String weight = node.name() + ".weight";
    String bias = node.name() + ".bias";
    Optional<Folded> folded = norm.map(bn -> BatchNormFolding.fold(weights, node, bn));
    String w = script.parameter(weight, folded.map(Folded::weight).orElse(weights.get(weight)));
    String b =
        folded
            .map(Folded::bias)
            .or(() -> Optional.ofNullable(weights.tensors().get(bias)))
            .map(tensor -> script.parameter(bias, tensor))
            .orElse(Script.nothing());
    String name = norm.orElse(node).name();
    String value = script.assign(name, layers.affine(node, values[node.input()], w, b));
    values[node.id()] = value;
    norm.ifPresent(bn -> values[bn.id()] = value);
  }

  private List<String> inputs(Node node) {
    return node.inputs().stream().map(id -> values[id]).toList();
  }
}
