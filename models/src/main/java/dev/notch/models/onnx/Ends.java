package dev.notch.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.OnnxOptions.Batch;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * What an ONNX file shows of a network from outside.
 *
 * @param channelsLast whether the input is height x width x channels
 * @param outputs in order
 * @param batch the first dimension of all
 * @param inner the precision that the network computes in
 */
record Ends(
    Port input, boolean channelsLast, List<Port> outputs, Dimension batch, Precision inner) {
  static final String INPUT = "input";
  static final String OUTPUT = "logits";
  private static final String BATCH = "batch";

  static Ends of(Network network, OnnxOptions options) {
    return options
        .signature()
        .map(signature -> like(signature, network, options))
        .orElseGet(() -> own(network, options));
  }

  private static Ends like(OnnxSignature signature, Network network, OnnxOptions options) {
    require(signature.outputs().size() == network.outputs().size(), network, "number of outputs");
    requireSize(signature.input(), network, 0);
    for (int i = 0; i < signature.outputs().size(); i++) {
      requireSize(signature.outputs().get(i), network, network.outputs().get(i));
    }
    String name = signature.batchName().isEmpty() ? BATCH : signature.batchName();
    Dimension any = signature.batch().map(Ends::fixed).orElseGet(() -> named(name));
    Dimension batch = options.batch() == Batch.ONE ? fixed(1) : any;
    return new Ends(
        signature.input(), signature.channelsLast(), signature.outputs(), batch, inner(options));
  }

  private static void requireSize(Port port, Network network, int id) {
    long size = port.dims().stream().reduce(1, Math::multiplyExact);
    require(size == network.shape(id).size(), network, "size of " + port.name());
  }

  private static void require(boolean fits, Network network, String what) {
    if (!fits) {
      throw new IllegalArgumentException(
          network.name() + " does not fit the file that it is to replace: another " + what);
    }
  }

  /** The first output is called {@value #OUTPUT}, the others by number. */
  private static Ends own(Network network, OnnxOptions options) {
    List<Port> outputs = new ArrayList<>();
    for (List<Integer> dims : network.outputDims()) {
      String name = outputs.isEmpty() ? OUTPUT : "output" + (outputs.size() + 1);
      outputs.add(new Port(name, dims, Precision.FLOAT32));
    }
    Port input = new Port(INPUT, Forms.map(network.inputShape()), Precision.FLOAT32);
    Dimension batch = options.batch() == Batch.ONE ? fixed(1) : named(BATCH);
    return new Ends(input, false, List.copyOf(outputs), batch, inner(options));
  }

  private static Precision inner(OnnxOptions options) {
    return options.half() ? Precision.FLOAT16 : Precision.FLOAT32;
  }

  private static Dimension fixed(int size) {
    return Dimension.newBuilder().setDimValue(size).build();
  }

  private static Dimension named(String name) {
    return Dimension.newBuilder().setDimParam(name).build();
  }

  /** Whether that is the name of an input or output. */
  boolean taken(String name) {
    return input.name().equals(name) || outputs.stream().anyMatch(o -> o.name().equals(name));
  }

  ValueInfoProto describe(Port port) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().addDim(batch);
    port.dims().forEach(size -> shape.addDim(fixed(size)));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type(port.precision())).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static int type(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> DataType.FLOAT.getNumber();
      case FLOAT16 -> DataType.FLOAT16.getNumber();
      case BFLOAT16 -> DataType.BFLOAT16.getNumber();
      case FLOAT64 -> DataType.DOUBLE.getNumber();
    };
  }
}
