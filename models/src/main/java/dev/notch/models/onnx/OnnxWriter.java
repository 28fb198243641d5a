package dev.notch.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxOptions.Batch;
import dev.notch.models.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes networks as ONNX, opset 17. Input: float tensor {@code input}, N x C x H x W, normalised
 * as in training; output: float tensor {@code logits}, N x classes (a map is flattened), further
 * ones {@code output2} and so on. Batch normalisation is folded into the convolution or linear
 * layer that it alone reads. The same network, weights and options give the same bytes. {@linkplain
 * dev.notch.models.onnx How names relate to layers.}
 */
public final class OnnxWriter {
  /** The version of ONNX' operators. */
  public static final int OPSET = 17;

  /**
   * The file format that came with that opset (ONNX 1.12): every runtime that has the opset reads
   * it.
   */
  private static final int IR_VERSION = 8;

  private static final String FORMAT = "1";

  private OnnxWriter() {}

  public static byte[] toBytes(Network network, Weights weights) {
    return toBytes(network, weights, OnnxOptions.DEFAULT);
  }

  /**
   * @throws IllegalArgumentException if the weights are not those of the network
   */
  public static byte[] toBytes(Network network, Weights weights, OnnxOptions options) {
    return model(network, weights, options).toByteArray();
  }

  public static void write(Network network, Weights weights, Path file) {
    write(network, weights, OnnxOptions.DEFAULT, file);
  }

  /**
   * @throws IllegalArgumentException if the weights are not those of the network
   * @throws NotchException if the file cannot be written
   */
  public static void write(Network network, Weights weights, OnnxOptions options, Path file) {
    AtomicFile.write(file, model(network, weights, options)::writeTo);
  }

  private static ModelProto model(Network network, Weights weights, OnnxOptions options) {
    weights.verifyFor(network);
    Shape in = network.inputShape();
    Batch batch = options.batch();
    OnnxGraph graph = new OnnxGraph();
    Ends ends = Ends.of(network);
    graph.input(value(ends.input(), batch, in.channels(), in.height(), in.width()));
    new LayerWriter(network, weights, graph, ends).writeAll();
    for (int i = 0; i < ends.outputs().size(); i++) {
      int[] dims = ends.dims().get(i).stream().mapToInt(Integer::intValue).toArray();
      graph.output(value(ends.outputs().get(i), batch, dims));
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName(ToolVersion.NAME)
            .setProducerVersion(ToolVersion.version())
            .setGraph(graph.build(network.name()));
    metadata(network, options).forEach((key, value) -> model.addMetadataProps(entry(key, value)));
    return model.build();
  }

  private static Map<String, String> metadata(Network network, OnnxOptions options) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("notch.format", FORMAT);
    metadata.put("notch.version", ToolVersion.version());
    metadata.put("notch.network", network.name());
    metadata.putAll(options.metadata());
    return metadata;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ValueInfoProto value(String name, Batch batch, int... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().addDim(dimension(batch));
    for (int size : sizes) {
      shape.addDim(Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static Dimension dimension(Batch batch) {
    return switch (batch) {
      case ANY -> Dimension.newBuilder().setDimParam("batch").build();
      case ONE -> Dimension.newBuilder().setDimValue(1).build();
    };
  }
}
