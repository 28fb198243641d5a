package dev.notch.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.notch.models.graph.Shape;
import java.nio.FloatBuffer;
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
