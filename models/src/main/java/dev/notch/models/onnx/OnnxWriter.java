package dev.notch.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes networks as ONNX, by default opset 17. Input: float tensor {@code input}, N x C x H x W,
 * normalised as in training; output: float tensor {@code logits}, N x classes or, of a map, N x C x
 * H x W, further ones {@code output2} and so on; or all of these as a {@linkplain OnnxSignature
 * signature} has them. Batch normalisation is folded into the convolution or linear layer that it
 * alone reads. The same network, weights and options give the same bytes. {@linkplain
 * dev.notch.models.onnx How names relate to layers.}
 */
public final class OnnxWriter {
  /** The least version of ONNX' operators that is written. */
  public static final int OPSET = 17;

  /** The newest version of ONNX' operators that can be written. */
  public static final int NEWEST_OPSET = 26;

  /** Protocol buffers end at two gigabytes; some of it is for the graph. */
  private static final long MOST_BYTES = 2_000_000_000;

  private static final String FORMAT = "1";

  private OnnxWriter() {}

  public static byte[] toBytes(Network network, Weights weights) {
    return toBytes(network, weights, OnnxOptions.DEFAULT);
  }

  /**
   * @throws IllegalArgumentException if the weights are not those of the network, or the signature
   *     is that of another one
   * @throws NotchException if the weights are too many for a file, or too large for half precision
   */
  public static byte[] toBytes(Network network, Weights weights, OnnxOptions options) {
    return model(network, weights, options).toByteArray();
  }

  public static void write(Network network, Weights weights, Path file) {
    write(network, weights, OnnxOptions.DEFAULT, file);
  }

  /**
   * @throws IllegalArgumentException as above
   * @throws NotchException as above, or if the file cannot be written
   */
  public static void write(Network network, Weights weights, OnnxOptions options, Path file) {
    AtomicFile.write(file, model(network, weights, options)::writeTo);
  }

  private static ModelProto model(Network network, Weights weights, OnnxOptions options) {
    weights.verifyFor(network);
    requireSmall(network, weights, options);
    int opset = Opsets.of(network, options);
    Ends ends = Ends.of(network, options);
    OnnxGraph graph = new OnnxGraph(options.half());
    graph.input(ends.describe(ends.input()));
    new LayerWriter(network, weights, graph, ends, opset).writeAll();
    ends.outputs().forEach(output -> graph.output(ends.describe(output)));
    String name = options.signature().map(OnnxSignature::graph).orElse("");
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(Opsets.fileFormat(opset))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
            .setProducerName(ToolVersion.NAME)
            .setProducerVersion(ToolVersion.version())
            .setGraph(graph.build(name.isEmpty() ? network.name() : name));
    metadata(network, options).forEach((key, value) -> model.addMetadataProps(entry(key, value)));
    return model.build();
  }

  private static void requireSmall(Network network, Weights weights, OnnxOptions options) {
    long numbers = weights.tensors().values().stream().mapToLong(t -> t.data().length).sum();
    long bytes = numbers * (options.half() ? Short.BYTES : Float.BYTES);
    if (bytes > MOST_BYTES) {
      throw new NotchException(
          String.format(
              Locale.ROOT,
              "%s has %d MB of weights, more than an ONNX file can hold; write it in half precision"
                  + " or as safetensors",
              network.name(),
              bytes / 1_000_000));
    }
  }

  /** The signature's entries, then ours, which win. */
  private static Map<String, String> metadata(Network network, OnnxOptions options) {
    Map<String, String> metadata = new LinkedHashMap<>();
    options.signature().ifPresent(signature -> keep(signature, metadata));
    metadata.put("notch.format", FORMAT);
    metadata.put("notch.version", ToolVersion.version());
    metadata.put("notch.network", network.name());
    metadata.putAll(options.metadata());
    return metadata;
  }

  private static void keep(OnnxSignature signature, Map<String, String> metadata) {
    metadata.putAll(signature.metadata());
    if (!signature.producer().isEmpty() && !signature.producer().startsWith(ToolVersion.NAME)) {
      metadata.putIfAbsent("notch.original.producer", signature.producer());
    }
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
