package dev.notch.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.graph.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs an ONNX file on ONNX Runtime and gives everything back that it took. */
public final class Ort {
  private Ort() {}

  /** Logits, picture by picture, of channels-first pictures. */
  public static float[] run(byte[] model, float[] images, Shape image) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {images.length / image.size(), image.channels(), image.height(), image.width()};
    try (SessionOptions options = new SessionOptions();
        OrtSession session = environment.createSession(model, options);
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
        Result result = session.run(Map.of("input", input))) {
      FloatBuffer logits = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
      float[] values = new float[logits.remaining()];
      logits.get(values);
      return values;
    }
  }

  /** All outputs, in their order, for channels-first pictures. */
  public static List<float[]> outputs(byte[] model, float[] images, Shape image, OptLevel level)
      throws OrtException {
    long[] shape = {images.length / image.size(), image.channels(), image.height(), image.width()};
    return outputs(model, "input", shape, images, level);
  }

  /** The same for one input of any name and shape. */
  public static List<float[]> outputs(
      byte[] model, String name, long[] shape, float[] values, OptLevel level) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    List<float[]> outputs = new ArrayList<>();
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(level);
      try (OrtSession session = environment.createSession(model, options);
          OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
          Result result = session.run(Map.of(name, input))) {
        for (int i = 0; i < result.size(); i++) {
          FloatBuffer buffer = ((OnnxTensor) result.get(i)).getFloatBuffer();
          float[] output = new float[buffer.remaining()];
          buffer.get(output);
          outputs.add(output);
        }
      }
    }
    return outputs;
  }

  static long[] inputShape(byte[] model) throws OrtException {
    try (SessionOptions options = new SessionOptions();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      return Stream.of(session.getInputInfo().get("input"))
          .map(info -> (ai.onnxruntime.TensorInfo) info.getInfo())
          .findFirst()
          .orElseThrow()
          .getShape();
    }
  }
}
