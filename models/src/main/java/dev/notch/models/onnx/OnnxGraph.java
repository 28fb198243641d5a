package dev.notch.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.notch.models.NotchException;
import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.weights.HalfFloat;
import dev.notch.models.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An ONNX graph that grows node by node; every tensor has a name of its own. */
final class OnnxGraph {
  private static final float LARGEST_HALF = 65504;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> tensors = new HashSet<>();
  private final boolean half;

  /**
   * @param half whether floating-point constants are stored in half precision
   */
  OnnxGraph(boolean half) {
    this.half = half;
  }

  /** ONNX' number for the type of numbers that it stores. */
  long numbers() {
    return (half ? TensorProto.DataType.FLOAT16 : TensorProto.DataType.FLOAT).getNumber();
  }

  /** The largest number that it can store. */
  float largest() {
    return half ? LARGEST_HALF : Float.MAX_VALUE;
  }

  void input(ValueInfoProto input) {
    claim(input.getName());
    graph.addInput(input);
  }

  /** Adds an operator with one output and returns that. */
  String node(
      String operator,
      String name,
      List<String> inputs,
      String output,
      AttributeProto... attributes) {
    node(operator, name, inputs, List.of(output), attributes);
    return output;
  }

  void node(
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    outputs.forEach(this::claim);
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  /**
   * Stores numbers in the graph's precision.
   *
   * @throws NotchException if that is half precision and one of them is too large for it
   */
  String constant(String name, Tensor tensor) {
    return half ? halves(name, tensor) : singles(name, tensor);
  }

  /** Stores numbers in single precision, whatever the graph's. */
  String singles(String name, Tensor tensor) {
    ByteBuffer bytes = littleEndian(tensor.data().length * Float.BYTES);
    bytes.asFloatBuffer().put(tensor.data());
    return constant(name, TensorProto.DataType.FLOAT, dimensions(tensor), bytes);
  }

  private String halves(String name, Tensor tensor) {
    ByteBuffer bytes = littleEndian(tensor.data().length * Short.BYTES);
    for (float value : tensor.data()) {
      short stored = HalfFloat.of(value);
      if (!Float.isFinite(HalfFloat.toFloat(stored))) {
        throw new NotchException(
            name + " holds " + value + ", too large for half precision: write single precision");
      }
      bytes.putShort(stored);
    }
    return constant(name, TensorProto.DataType.FLOAT16, dimensions(tensor), bytes.rewind());
  }

  private static long[] dimensions(Tensor tensor) {
    return Arrays.stream(tensor.shape()).asLongStream().toArray();
  }

  String constant(String name, long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(name, TensorProto.DataType.INT64, new long[] {values.length}, bytes);
  }

  /** A number without dimensions; asked for twice it is stored once. */
  String scalar(String name, float value) {
    return tensors.contains(name)
        ? name
        : constant(name, new Tensor(new int[0], new float[] {value}));
  }

  void output(ValueInfoProto output) {
    graph.addOutput(output);
  }

  GraphProto build(String name) {
    return graph.setName(name).build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto attributes(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  private String constant(
      String name, TensorProto.DataType type, long[] dimensions, ByteBuffer bytes) {
    claim(name);
    ByteString data = UnsafeByteOperations.unsafeWrap(bytes);
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).setRawData(data);
    Arrays.stream(dimensions).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void claim(String tensor) {
    if (!tensors.add(tensor)) {
      throw new InvalidNetworkException(
          "two tensors of the ONNX file would be named " + tensor + "; rename that layer");
    }
  }
}
