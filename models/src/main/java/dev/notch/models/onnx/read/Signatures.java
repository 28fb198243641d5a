package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.onnx.OnnxSignature.Port;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be remembered of a file. */
final class Signatures {
  private Signatures() {}

  static Map<String, String> metadata(ModelProto model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    model.getMetadataPropsList().forEach(p -> metadata.put(p.getKey(), p.getValue()));
    return metadata;
  }

  static OnnxSignature of(
      ModelProto model,
      int opset,
      InputPort input,
      List<Port> outputs,
      SourceGraph source,
      Map<String, String> metadata) {
    String producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    return new OnnxSignature(
        opset,
        input.port(),
        input.channelsLast(),
        outputs,
        input.batch(),
        input.batchName(),
        isHalf(source),
        model.getGraph().getName(),
        producer,
        metadata);
  }

  /** Whether most floating-point weights have two bytes. */
  private static boolean isHalf(SourceGraph source) {
    long half = 0;
    long all = 0;
    for (TensorProto tensor : source.initializers().values()) {
      long size = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
      switch (tensor.getDataType()) {
        case TensorProto.DataType.FLOAT16_VALUE, TensorProto.DataType.BFLOAT16_VALUE ->
            half += size;
        case TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.DOUBLE_VALUE -> all += size;
        default -> {}
      }
    }
    return half > all;
  }
}
