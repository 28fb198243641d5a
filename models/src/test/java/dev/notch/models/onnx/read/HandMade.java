package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A model put together node by node from the input {@code x} on, with random weights. */
final class HandMade {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
  private final int opset;
  private final int[] image;
  private final SplittableRandom random;
  private int names;

  /**
   * @param image dimensions of {@code x} without the batch, which is of any size
   */
  HandMade(long seed, int opset, int... image) {
    this.random = new SplittableRandom(seed);
    this.opset = opset;
    this.image = image.clone();
    graph.addInput(tensor("x", Dimension.newBuilder().setDimParam("n").build(), image));
  }

  /** The same with a batch of so many images. */
  HandMade fixed(int batch) {
    Dimension first = Dimension.newBuilder().setDimValue(batch).build();
    graph.setInput(0, tensor("x", first, image));
    return this;
  }

  int[] image() {
    return image.clone();
  }

  /** Weights between -1 and 1. */
  String weights(int... dims) {
    return floats(dims, -1, 1);
  }

  /** Weights of which some are positive. */
  String positive(int... dims) {
    return floats(dims, 0.5, 1.5);
  }

  private String floats(int[] dims, double from, double to) {
    float[] values = new float[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return constant(dims, values);
  }

  String constant(int[] dims, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return add(tensor, dims);
  }

  /** One number without dimensions. */
  String number(double value) {
    return constant(new int[0], (float) value);
  }

  String longs(long... values) {
    return add(whole(values), values.length);
  }

  String index(long value) {
    return add(whole(value));
  }

  private static TensorProto.Builder whole(long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(TensorProto.DataType.INT64_VALUE);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor;
  }

  private String add(TensorProto.Builder tensor, int... dims) {
    String name = "c" + names++;
    IntStream.of(dims).forEach(tensor::addDims);
    graph.addInitializer(tensor.setName(name));
    return name;
  }

  /** Adds a node and returns the name of its only output. */
  String node(String type, List<String> inputs, AttributeProto... attributes) {
    return nodes(type, 1, inputs, attributes).get(0);
  }

  List<String> nodes(String type, int outputs, List<String> inputs, AttributeProto... attributes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add("t" + this.names++);
    }
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .addAllInput(inputs)
            .addAllOutput(names)
            .addAllAttribute(List.of(attributes)));
    return names;
  }

  HandMade output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name).setType(floats()));
    return this;
  }

  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static TypeProto floats() {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))
        .build();
  }

  private static ValueInfoProto tensor(String name, Dimension batch, int... image) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().addDim(batch);
    for (int dim : image) {
      shape.addDim(Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Builder type = floats().toBuilder();
    type.getTensorTypeBuilder().setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  // Attributes

  static AttributeProto i(String name, long value) {
    return attribute(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto f(String name, double value) {
    return attribute(name, AttributeType.FLOAT).setF((float) value).build();
  }

  static AttributeProto s(String name, String value) {
    return attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder list = attribute(name, AttributeType.INTS);
    Arrays.stream(values).forEach(list::addInts);
    return list.build();
  }

  static AttributeProto floats(String name, double... values) {
    AttributeProto.Builder list = attribute(name, AttributeType.FLOATS);
    Arrays.stream(values).forEach(value -> list.addFloats((float) value));
    return list.build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
