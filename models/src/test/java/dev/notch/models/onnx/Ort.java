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
      float[][] rows = (float[][]) result.get("logits").orElseThrow().getValue();
      return flat(rows);
    }
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
    }
    return all;
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
