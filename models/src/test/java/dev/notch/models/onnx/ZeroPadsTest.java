package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime, fusing all that it can, computes what the network says of zeros before a pool. */
class ZeroPadsTest {
  private static final Shape IMAGE = new Shape(3, 8, 8);

  @ParameterizedTest
  @CsvSource({
    "MAX, 1, 0, false, 18",
    "MAX, 1, 1, false, 18",
    "MAX, 1, 0, true, 17",
    "MAX, 2, 1, true, 18",
    "MAX, 4, 0, true, 18",
    "AVERAGE, 1, 0, false, 17",
    "AVERAGE, 1, 1, false, 17",
    "AVERAGE, 2, 1, false, 18",
    "AVERAGE, 4, 0, false, 18"
  })
  void zerosStayZeros(Pool.Kind kind, int pad, int own, boolean relu, int opset)
      throws OrtException {
    Network network = network(kind, pad, own, relu);
    Weights weights = Initializer.initialize(network, 1);
    assertThat(Opsets.of(network, OnnxOptions.DEFAULT)).isEqualTo(opset);

    byte[] file = OnnxWriter.toBytes(network, weights);

    float[] images = Pictures.random(IMAGE, 3, 4);
    for (int i = 0; i < images.length; i++) {
      images[i] -= 3;
    }
    try (Inference inference = new Inference(network, weights)) {
      List<float[]> outputs =
          Ort.outputs(file, Pictures.channelsFirst(images, IMAGE), IMAGE, OptLevel.ALL_OPT);
      Closeness.assertClose(outputs.get(0), inference.outputs(images).get(0), 1e-6, "pooled");
    }
  }

  /** Each of two inputs asked about its own two would be asked 2^64 times. */
  @Test
  void looksAtEachLayerOnce() {
    NetworkBuilder b = new NetworkBuilder(IMAGE);
    int x = b.relu(b.input());
    for (int i = 0; i < 64; i++) {
      x = b.addition(x, x);
    }
    x = b.add("zeros", new Pad(1, 1, 1, 1, Pad.Mode.CONSTANT, 0), x);
    b.add("pool", new Pool(Pool.Kind.MAX, Window.square(3, 2, 0), false), x);
    Network network = b.build("sums");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(Opsets.of(network, OnnxOptions.DEFAULT)).isEqualTo(17));
  }

  private static Network network(Pool.Kind kind, int pad, int own, boolean relu) {
    NetworkBuilder b = new NetworkBuilder(IMAGE);
    int x = relu ? b.relu(b.input()) : b.input();
    x = b.add("zeros", new Pad(pad, pad, pad, pad, Pad.Mode.CONSTANT, 0), x);
    b.add("pool", new Pool(kind, Window.square(3, 2, own), false), x);
    return b.build("padded");
  }
}
